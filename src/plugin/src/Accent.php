<?php

namespace GlpiPlugin\Fenetre;

/**
 * Windows' seven shades of an accent colour, computed as data/accent-ramp.json describes: the command line follows the
 * same file, and both must agree to the last digit.
 */
final class Accent
{
    /** @var array<string, mixed>|null */
    private static $description;

    /**
     * `#rrggbb` in small letters, or null for anything else: a colour is three or six hexadecimal digits.
     */
    public static function parse(string $text): ?string
    {
        $text = strtolower(trim($text));
        if (preg_match('/^#?([0-9a-f]{3}|[0-9a-f]{6})$/D', $text, $found) !== 1) {
            return null;
        }
        $digits = $found[1];
        if (strlen($digits) === 3) {
            $digits = $digits[0] . $digits[0] . $digits[1] . $digits[1] . $digits[2] . $digits[2];
        }
        return '#' . $digits;
    }

    /**
     * @param string $accent `#rrggbb`
     * @return array<string, string> `#rrggbb` by the shade's name: base, light1, light2, light3, dark1, dark2, dark3
     */
    public static function ramp(string $accent): array
    {
        $description = self::description();
        if ($accent === $description['windowsBlue']) {
            return $description['windowsRamp'];
        }
        return self::computed($accent);
    }

    /**
     * The ramp of any colour, Windows' own blue too.
     *
     * @return array<string, string>
     */
    public static function computed(string $accent): array
    {
        $description = self::description();
        list($lightness, $chroma, $hue) = self::toOklch($accent);
        $shade = static function (float $step, float $share) use ($description, $lightness, $chroma, $hue): string {
            $least = $description['lightness']['least'];
            $most = $description['lightness']['most'];
            return self::fromOklch(min($most, max($least, $lightness + $step)), $chroma * $share, $hue);
        };
        $ramp = ['base' => self::fromOklch($lightness, $chroma, $hue)];
        foreach ($description['shades'] as $name => $one) {
            $step = (float) $one['step'];
            $share = (float) $one['chroma'];
            if (isset($one['text'])) {
                $moved = $step;
                $towards = $step > 0 ? 1 : -1;
                do {
                    $colour = $shade($moved, $share);
                    $done = self::contrast($colour, $one['text']) >= $description['textContrast'] || abs($moved) > 1;
                    $moved += $towards * $description['search'];
                } while (!$done);
                $ramp[$name] = $colour;
                continue;
            }
            if (isset($one['beyond'])) {
                $other = self::toOklch($ramp[$one['beyond']['shade']])[0] - $lightness + $one['beyond']['by'];
                $step = $step > 0 ? max($step, $other) : min($step, $other);
            }
            $ramp[$name] = $shade($step, $share);
        }
        return $ramp;
    }

    /** WCAG 2's contrast of two colours `#rrggbb`, 1 to 21. */
    public static function contrast(string $one, string $other): float
    {
        $first = self::luminance($one);
        $second = self::luminance($other);
        return (max($first, $second) + 0.05) / (min($first, $second) + 0.05);
    }

    /** @return array<string, mixed> */
    private static function description(): array
    {
        if (self::$description === null) {
            self::$description = Delivered::json('accent-ramp.json');
        }
        return self::$description;
    }

    private static function luminance(string $colour): float
    {
        list($red, $green, $blue) = self::linear($colour);
        return 0.2126 * $red + 0.7152 * $green + 0.0722 * $blue;
    }

    /** @return float[] red, green and blue, linear, 0 to 1 */
    private static function linear(string $colour): array
    {
        return array_map(
            static function (string $digits): float {
                $value = hexdec($digits) / 255;
                return $value <= 0.04045 ? $value / 12.92 : pow(($value + 0.055) / 1.055, 2.4);
            },
            str_split(substr($colour, 1), 2)
        );
    }

    /** @return float[] lightness 0 to 1, chroma, hue in degrees */
    private static function toOklch(string $colour): array
    {
        $conversion = self::description()['conversion'];
        $cone = array_map(
            static function (float $value): float {
                return pow($value, 1 / 3);
            },
            self::times($conversion['linearToCone'], self::linear($colour))
        );
        list($lightness, $a, $b) = self::times($conversion['coneToLab'], $cone);
        $chroma = sqrt($a * $a + $b * $b);
        $hue = $chroma > 0 ? fmod(atan2($b, $a) * 180 / M_PI + 360, 360) : 0.0;
        return [$lightness, $chroma, $hue];
    }

    /** `#rrggbb`, what lies outside of sRGB cut off channel by channel. */
    private static function fromOklch(float $lightness, float $chroma, float $hue): string
    {
        $conversion = self::description()['conversion'];
        $angle = $hue / 180 * M_PI;
        $lab = [$lightness, $chroma * cos($angle), $chroma * sin($angle)];
        $cone = array_map(
            static function (float $value): float {
                return $value * $value * $value;
            },
            self::times($conversion['labToCone'], $lab)
        );
        $text = '#';
        foreach (self::times($conversion['coneToLinear'], $cone) as $channel) {
            $size = abs($channel);
            $value = $size > 0.0031308
                ? ($channel < 0 ? -1 : 1) * (1.055 * pow($size, 1 / 2.4) - 0.055)
                : $channel * 12.92;
            // Half a step up, as JavaScript rounds.
            $text .= sprintf('%02x', (int) floor(max(0, min(1, $value)) * 255 + 0.5));
        }
        return $text;
    }

    /**
     * @param float[][] $matrix
     * @param float[]   $vector
     * @return float[]
     */
    private static function times(array $matrix, array $vector): array
    {
        return array_map(
            static function (array $row) use ($vector): float {
                return $row[0] * $vector[0] + $row[1] * $vector[1] + $row[2] * $vector[2];
            },
            $matrix
        );
    }
}
