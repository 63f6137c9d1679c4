<?php

namespace GlpiPlugin\Fenetre;

/** What a browser sent, as it sent it: GLPI 10 escapes for HTML and SQL whatever comes, 11 nothing. */
final class Request
{
    /** @return array<string, mixed> */
    public static function form(): array
    {
        return self::raw($_POST);
    }

    /** A text of the address, or empty. */
    public static function query(string $name): string
    {
        $value = self::raw($_GET)[$name] ?? '';
        return is_string($value) ? $value : '';
    }

    /** @return string|null an uploaded file's bytes; null: none was sent, or not wholly */
    public static function upload(string $name): ?string
    {
        $file = $_FILES[$name] ?? null;
        if (!is_array($file) || ($file['error'] ?? UPLOAD_ERR_NO_FILE) !== UPLOAD_ERR_OK) {
            return null;
        }
        if (!is_string($file['tmp_name']) || !is_uploaded_file($file['tmp_name'])) {
            return null;
        }
        return (string) file_get_contents($file['tmp_name'], false, null, 0, Logo::MOST_BYTES + 1);
    }

    /** Whether a file was named but did not arrive, being larger than PHP takes. */
    public static function isCutOff(string $name): bool
    {
        $error = $_FILES[$name]['error'] ?? UPLOAD_ERR_NO_FILE;
        return $error !== UPLOAD_ERR_OK && $error !== UPLOAD_ERR_NO_FILE;
    }

    /**
     * @param array<string, mixed> $values
     * @return array<string, mixed>
     */
    private static function raw(array $values): array
    {
        return Delivered::line() === '10' ? \Glpi\Toolbox\Sanitizer::unsanitize($values) : $values;
    }
}
