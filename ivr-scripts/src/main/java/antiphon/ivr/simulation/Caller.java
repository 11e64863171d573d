package antiphon.ivr.simulation;

/// Somebody who calls: a script, or a monkey.
interface Caller {
    long NEVER = Long.MAX_VALUE;

    /// Acts, if it is time to: presses, speaks, hangs up. Asked again whenever something has
    /// happened in the call, and at the returned time.
    ///
    /// @return when to be asked again at the latest; [#NEVER]: only when something has happened
    long act(SimCall call);
}
