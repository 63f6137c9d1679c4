<?php

namespace GlpiPlugin\Fenetre;

/**
 * The organisation's logo. What is uploaded is never served: it is decoded and drawn anew as PNG, so whatever else stood
 * in the file is gone. SVG is refused, as it may hold scripts and addresses.
 */
final class Logo
{
    /** Bytes of an upload. */
    const MOST_BYTES = 2097152;
    /** Pixels of an upload, before it is decoded. */
    const MOST_PIXELS = 16777216;
    /** Pixels it is drawn in: twice the room that GLPI's sign-in page gives its own. */
    const WIDTH = 400;
    const HEIGHT = 220;

    const TYPES = [IMAGETYPE_PNG, IMAGETYPE_JPEG, IMAGETYPE_GIF, IMAGETYPE_WEBP];

    /** A file name that this class gave, or empty; null for anything else. */
    public static function parseName(string $text): ?string
    {
        return preg_match('/^(|[0-9a-f]{16}\.png)$/D', $text) === 1 ? $text : null;
    }

    /**
     * @param string $bytes of the upload
     * @return string|null what is wrong with it, in the user's language; null: nothing
     */
    public static function problem(string $bytes): ?string
    {
        if (strlen($bytes) > self::MOST_BYTES) {
            return __('The picture is larger than 2 MB. Make it smaller.', 'fenetre');
        }
        $size = @getimagesizefromstring($bytes);
        if ($size === false || !in_array($size[2], self::TYPES, true)) {
            return __('This is no PNG, JPEG, GIF or WebP picture. SVG is not taken, as it can hold scripts: save it as PNG.', 'fenetre');
        }
        if ($size[0] < 1 || $size[1] < 1 || $size[0] * $size[1] > self::MOST_PIXELS) {
            return __('The picture has more than 16 million pixels. Make it smaller.', 'fenetre');
        }
        if (!self::hasRoom($size[0] * $size[1])) {
            return __('The picture has more pixels than this server has memory for. Make it smaller.', 'fenetre');
        }
        if (@imagecreatefromstring($bytes) === false) {
            return __('The picture is damaged. Save it anew.', 'fenetre');
        }
        return null;
    }

    /**
     * Keeps an upload that has no `problem`.
     *
     * @return string its file name, by its content
     */
    public static function keep(string $bytes): string
    {
        $png = self::drawn($bytes, self::WIDTH, self::HEIGHT);
        $name = substr(hash('sha256', $png), 0, 16) . '.png';
        $folder = self::folder();
        if (!is_dir($folder)) {
            mkdir($folder, 0755, true);
        }
        // Whole or not at all: another request may be reading.
        $fresh = $folder . '/' . $name . '.' . getmypid();
        file_put_contents($fresh, $png);
        rename($fresh, $folder . '/' . $name);
        return $name;
    }

    /** @return string|null a kept logo's bytes */
    public static function read(string $name): ?string
    {
        if ($name === '' || self::parseName($name) === null || !is_file(self::folder() . '/' . $name)) {
            return null;
        }
        return (string) file_get_contents(self::folder() . '/' . $name);
    }

    /**
     * A square icon for the application.
     *
     * @param string      $bytes    a picture
     * @param int         $side     pixels
     * @param string|null $ground   `#rrggbb`; null: none. With one, the picture keeps to the inner part that no mask cuts
     */
    public static function icon(string $bytes, int $side, ?string $ground): string
    {
        $picture = imagecreatefromstring($bytes);
        $canvas = self::canvas($side, $side);
        $share = 1.0;
        if ($ground !== null) {
            list($red, $green, $blue) = array_map('hexdec', str_split(substr($ground, 1), 2));
            imagefill($canvas, 0, 0, (int) imagecolorallocate($canvas, $red, $green, $blue));
            imagealphablending($canvas, true);
            // Four fifths across is what the manifest's specification leaves whole; a square fits into that circle.
            $share = 0.56;
        }
        $scale = min($side * $share / imagesx($picture), $side * $share / imagesy($picture));
        $width = max(1, (int) round(imagesx($picture) * $scale));
        $height = max(1, (int) round(imagesy($picture) * $scale));
        imagecopyresampled(
            $canvas,
            $picture,
            (int) (($side - $width) / 2),
            (int) (($side - $height) / 2),
            0,
            0,
            $width,
            $height,
            imagesx($picture),
            imagesy($picture)
        );
        return self::png($canvas);
    }

    /** @param string[] $names */
    public static function removeAllBut(array $names): void
    {
        foreach (glob(self::folder() . '/*.png') ?: [] as $file) {
            if (!in_array(basename($file), $names, true)) {
                unlink($file);
            }
        }
    }

    public static function removeFolder(): void
    {
        self::removeAllBut([]);
        if (is_dir(self::folder())) {
            rmdir(self::folder());
        }
    }

    /** Whether so many pixels can be decoded within PHP's bound: without room PHP ends with an empty page. */
    private static function hasRoom(int $pixels): bool
    {
        $limit = trim((string) ini_get('memory_limit'));
        if ((int) $limit <= 0) {
            return true;
        }
        $units = ['k' => 1024, 'm' => 1048576, 'g' => 1073741824];
        $most = (int) $limit * ($units[strtolower(substr($limit, -1))] ?? 1);
        // Four bytes a pixel, and what decoding takes besides.
        return $pixels * 5 + 4194304 < $most - memory_get_usage();
    }

    private static function folder(): string
    {
        return GLPI_PLUGIN_DOC_DIR . '/fenetre';
    }

    /** Within the given room, never larger than it is. */
    private static function drawn(string $bytes, int $width, int $height): string
    {
        $picture = imagecreatefromstring($bytes);
        $scale = min(1, $width / imagesx($picture), $height / imagesy($picture));
        $across = max(1, (int) round(imagesx($picture) * $scale));
        $down = max(1, (int) round(imagesy($picture) * $scale));
        $canvas = self::canvas($across, $down);
        imagecopyresampled($canvas, $picture, 0, 0, 0, 0, $across, $down, imagesx($picture), imagesy($picture));
        return self::png($canvas);
    }

    /** @return resource|\GdImage transparent */
    private static function canvas(int $width, int $height)
    {
        $canvas = imagecreatetruecolor($width, $height);
        imagealphablending($canvas, false);
        imagesavealpha($canvas, true);
        imagefill($canvas, 0, 0, (int) imagecolorallocatealpha($canvas, 0, 0, 0, 127));
        return $canvas;
    }

    /** @param resource|\GdImage $canvas */
    private static function png($canvas): string
    {
        ob_start();
        imagepng($canvas, null, 9);
        return (string) ob_get_clean();
    }
}
