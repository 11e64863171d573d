/// The flow language: YAML text in, an immutable [Flow] and a list of problems out.
///
/// [FlowParser] reads one flow, [FlowChecker] looks at all of them together. Nothing beyond this
/// package sees YAML; the interpreter reads [Flow], [Step], [Target] and [PromptItem].
@NullMarked
package antiphon.ivr.flow;

import org.jspecify.annotations.NullMarked;
