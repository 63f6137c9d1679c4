<?php

/** Nothing to install: no table, no setting, no right. */
function plugin_fenetre_install(): bool
{
    return true;
}

function plugin_fenetre_uninstall(): bool
{
    return true;
}

/**
 * Links the style sheet inside the login form of GLPI 10.0, which links none of a plugin's there. The link is read
 * before the page is first painted, so the form does not flash in GLPI's own look.
 */
function plugin_fenetre_display_login(): void
{
    $href = Plugin::getWebDir('fenetre') . '/public/' . plugin_fenetre_file('css/glpi-10.css') . '?v=' . PLUGIN_FENETRE_VERSION;
    echo '<link rel="stylesheet" data-fenetre="login" href="' . htmlspecialchars($href, ENT_QUOTES) . '">';
}
