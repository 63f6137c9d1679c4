<?php

namespace GlpiPlugin\Fenetre;

/** GLPI 10's palettes by what they say: an organisation's own is dark where its file says so. 11 says it on the page. */
final class Palette
{
    /** A palette's file is a few kilobytes: what is larger is none. */
    const LONGEST = 262144;

    /** Whether the palette of this request is an organisation's own, and a dark one. The theme knows GLPI's by name. */
    public static function isOwnDark(): bool
    {
        global $CFG_GLPI;
        if (Delivered::line() !== '10' || !defined('GLPI_ROOT')) {
            return false;
        }
        $name = $_SESSION['glpipalette'] ?? $CFG_GLPI['palette'] ?? '';
        return is_string($name) && self::isDark(GLPI_ROOT . '/css/palettes', $name, 2);
    }

    /**
     * Whether a palette's file says that it is dark, by GLPI's own variable, by its page's ground, or by the palette it
     * builds upon.
     *
     * @param int $depth of palettes upon palettes
     */
    public static function isDark(string $folder, string $name, int $depth): bool
    {
        if (preg_match('/^[A-Za-z0-9_-]{1,100}$/', $name) !== 1) {
            return false;
        }
        $scss = self::read($folder . '/' . $name . '.scss');
        if (preg_match_all('/^\s*(?:\$is-dark|--is-dark)\s*:\s*(true|false)\b/m', $scss, $said) > 0) {
            return end($said[1]) === 'true';
        }
        if (preg_match_all('/^\s*\$(?:body-bg|body_bg|bg-body)\s*:\s*#([0-9a-f]{3}|[0-9a-f]{6})\b/mi', $scss, $grounds) > 0) {
            $hex = end($grounds[1]);
            $hex = strlen($hex) === 3 ? $hex[0] . $hex[0] . $hex[1] . $hex[1] . $hex[2] . $hex[2] : $hex;
            return Accent::contrast('#' . strtolower($hex), '#ffffff') > 7;
        }
        if ($depth > 0 && preg_match('/^\s*@import\s+["\'](?:\.\/)?_?([A-Za-z0-9_-]+)(?:\.scss)?["\']/m', $scss, $upon) === 1) {
            return $upon[1] !== $name && self::isDark($folder, $upon[1], $depth - 1);
        }
        return false;
    }

    private static function read(string $file): string
    {
        if (!is_file($file) || filesize($file) > self::LONGEST) {
            return '';
        }
        // Without its remarks: GLPI's own name the licence, a site's may name anything.
        return (string) preg_replace('#/\*.*?\*/|^\s*//[^\n]*#ms', '', (string) file_get_contents($file));
    }
}
