<?php

/*
 * What is the same for everyone (style sheet, logo, manifest): GLPI without a session, so that any cache may keep the
 * answer. GLPI 11 has done that already (plugin_fenetre_boot). 10.0 starts one in any case: without a cookie it is
 * nobody's, and it is thrown away.
 */

if (!defined('GLPI_ROOT')) {
    define('GLPI_ROOT', dirname(__DIR__, 3));
    ini_set('session.use_cookies', '0');
    ini_set('session.cache_limiter', '');
    $_GET['donotcheckversion'] = true;
    $dont_check_maintenance_mode = true;
    include_once GLPI_ROOT . '/inc/db.function.php';
    include_once GLPI_ROOT . '/inc/config.php';
    session_destroy();
    include_once dirname(__DIR__) . '/setup.php';
    include_once dirname(__DIR__) . '/hook.php';
    plugin_fenetre_classes();
}

/** @param string|null $content null: there is none */
function plugin_fenetre_send(?string $content, string $type, bool $forever): void
{
    header_remove('Pragma');
    header_remove('Expires');
    header('X-Content-Type-Options: nosniff');
    if ($content === null) {
        http_response_code(404);
        header('Cache-Control: no-store');
        header('Content-Type: text/plain; charset=UTF-8');
        return;
    }
    header('Content-Type: ' . $type);
    header('Cache-Control: ' . ($forever ? 'public, max-age=31536000, immutable' : 'no-cache'));
    echo $content;
}
