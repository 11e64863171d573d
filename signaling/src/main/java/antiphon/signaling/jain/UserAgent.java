package antiphon.signaling.jain;

/// Who takes the calls that come in. Called on SIP threads except where said otherwise: must return
/// at once.
public interface UserAgent {
    /// Whether new calls are welcome.
    Admission admission();

    /// Takes one place among the calls; [#declined] or the end of the leg gives it back.
    ///
    /// @return false if there is none left
    boolean admit();

    /// A place taken by [#admit] was not used.
    void declined();

    /// A new call. In the leg's queue.
    LegListener invited(Leg leg, Invitation invitation);

    /// State of the house.
    enum Admission {
        OPEN,
        FULL,
        DRAINING
    }
}
