import "./suite.ts";
