package antiphon.ivr.flow;

import antiphon.ivr.yaml.Problems;

/// One check of one flow that could be read.
record CheckRun(Flow flow, CheckContext context, Problems problems) {}
