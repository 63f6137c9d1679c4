// Every name in every place.
import "../fuzz/suite.ts";
