<?php

/*
 * The settings as a style sheet. Its address holds the hash of its content: the same for everyone, kept by any cache. A
 * page that was open while settings changed asks for what is no more and is given what holds now, not to be kept.
 */

use GlpiPlugin\Fenetre\Delivered;
use GlpiPlugin\Fenetre\Sheet;
use GlpiPlugin\Fenetre\Store;

require dirname(__DIR__) . '/inc/public.php';

$scheme = (string) ($_GET['scheme'] ?? '');
$css = Sheet::css(Store::settings(), $scheme, Delivered::line());
$asked = $_GET['content'] ?? '';
if (Sheet::hash($css) !== $asked) {
    // Another server may have changed them since this one's cache was filled.
    $css = Sheet::css(Store::fresh(), $scheme, Delivered::line());
}
plugin_fenetre_send($css, 'text/css; charset=UTF-8', Sheet::hash($css) === $asked);
