<?php

/* Which of an organisation's own palettes are dark: files in a folder of their own, by name. */

use GlpiPlugin\Fenetre\Palette;

$folder = GLPI_PLUGIN_DOC_DIR . '-palettes';
mkdir($folder, 0700, true);
foreach ($asked['files'] as $name => $scss) {
    file_put_contents($folder . '/' . $name . '.scss', $scss);
}
$answers = [];
foreach ($asked['names'] as $name) {
    $answers[$name] = Palette::isDark($folder, $name, 2);
}
array_map('unlink', glob($folder . '/*.scss'));
rmdir($folder);
return $answers;
