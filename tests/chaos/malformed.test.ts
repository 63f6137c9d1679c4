// Every row, the dangerous ones in processes of their own.
import "../malformed/suite.ts";
