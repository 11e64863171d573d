/// The server as a process of its own, met by phones, by its admin HTTP and by trouble: what a
/// person would try by hand.
@org.jspecify.annotations.NullMarked
package antiphon.endtoend;
