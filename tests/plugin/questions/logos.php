<?php

/* What becomes of uploads, in base64: what is wrong with each, or the picture that is kept. */

use GlpiPlugin\Fenetre\Logo;

$answers = array_map(static function (string $upload): array {
    $bytes = (string) base64_decode($upload);
    $problem = Logo::problem($bytes);
    if ($problem !== null) {
        return ['problem' => $problem];
    }
    $name = Logo::keep($bytes);
    return ['name' => $name, 'kept' => base64_encode((string) Logo::read($name))];
}, $asked);
$answers[] = ['outside' => Logo::read('../../config/config_db.php'), 'folder' => is_dir(GLPI_PLUGIN_DOC_DIR . '/fenetre')];
Logo::removeFolder();
$answers[] = ['folder' => is_dir(GLPI_PLUGIN_DOC_DIR . '/fenetre')];
@rmdir(GLPI_PLUGIN_DOC_DIR);
return $answers;
