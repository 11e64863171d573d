package antiphon.ivr.run;

import antiphon.ivr.flow.Step;

/// Watches a flow run; called on the call's thread.
public interface Trace {
    Trace NONE = new Trace() {};

    default void entered(String flow, String node) {}

    default void step(Step step) {}

    default void failed(String error, String detail) {}
}
