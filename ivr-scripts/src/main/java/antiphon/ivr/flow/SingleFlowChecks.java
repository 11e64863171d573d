package antiphon.ivr.flow;

/// All checks of one flow that could be read.
final class SingleFlowChecks {
    private SingleFlowChecks() {}

    static void run(CheckRun run) {
        PromptChecks.run(run);
        KeyChecks.run(run);
        EndChecks.run(run);
        for (Step step : StepWalk.of(run.flow())) WorldChecks.step(step, run);
    }
}
