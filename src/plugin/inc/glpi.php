<?php

/* GLPI with its session. GLPI 11 has loaded it before any script of a plugin's; 10.0 leaves that to the script. */

if (!defined('GLPI_ROOT')) {
    include dirname(__DIR__, 3) . '/inc/includes.php';
}
