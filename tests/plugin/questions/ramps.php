<?php

/* The ramp of each colour. Windows' blue too: computed, as its own is given. */

return array_map([GlpiPlugin\Fenetre\Accent::class, 'computed'], $asked);
