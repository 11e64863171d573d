package antiphon.ivr.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Expressions in CEL, the Common Expression Language: typed, without loops, regular expressions in
/// linear time. Safe for any thread.
public final class CelExpressions implements Expressions {
    /// Longer expressions are refused: a flow's decisions are short, and compiling costs stack.
    public static final int SOURCE_MAX = 4_096;

    /// How much is kept compiled; at the limit all of it goes, and comes back as it is needed.
    private static final int TYPES_KEPT_MAX = 16;

    private static final int SOURCES_KEPT_MAX = 128;

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .maxExpressionCodePointSize(SOURCE_MAX)
                    .maxParseRecursionDepth(64)
                    .maxParseErrorRecoveryLimit(3)
                    .enableHeterogeneousNumericComparisons(true)
                    .build();

    private final CelRuntime runtime =
            CelRuntimeFactory.plannerRuntimeBuilder()
                    .setOptions(OPTIONS)
                    .addLateBoundFunctions(CelFunctions.NAMES)
                    .build();

    /// What was compiled of late, by the names it could use: a flow that is checked at every key
    /// its author types compiles (a millisecond each) only what he changed.
    private final Map<Map<String, Type>, Compilations> recent = new ConcurrentHashMap<>();

    private record Compilations(CelCompiler compiler, Map<String, Compiled> bySource) {}

    @Override
    public Compiled compile(String source, Types types) {
        if (source.length() > SOURCE_MAX)
            return refused(
                    "the expression has %d characters, the limit is %d"
                            .formatted(source.length(), SOURCE_MAX));
        if (source.isBlank()) return refused("the expression is empty");
        Compilations compilations = compilations(types);
        Compiled known = compilations.bySource().get(source);
        if (known != null) return known;
        Compiled compiled = compile(source, types, compilations.compiler());
        if (compilations.bySource().size() >= SOURCES_KEPT_MAX) compilations.bySource().clear();
        compilations.bySource().put(source, compiled);
        return compiled;
    }

    private Compiled compile(String source, Types types, CelCompiler compiler) {
        CelValidationResult result = compiler.compile(source);
        if (result.hasError()) return refused(source, types, result.getErrors());
        try {
            return ready(source, types, result.getAst());
        } catch (CelValidationException invalid) {
            return refused(source, types, invalid.getErrors());
        } catch (CelEvaluationException unplannable) {
            return refused("the expression can not be used: " + unplannable.getMessage());
        }
    }

    private Compiled ready(String source, Types types, CelAbstractSyntaxTree ast)
            throws CelEvaluationException {
        CelType resultType = ast.getResultType();
        Optional<Type> type = CelTypes.fromCel(resultType);
        if (type.isEmpty())
            return refused(
                    "the expression gives %s; a flow knows text, number, bool, duration, time and recording"
                            .formatted(CelTypes.word(resultType.name())));
        Set<String> names = new TreeSet<>();
        ast.getReferenceMap().values().stream()
                .map(reference -> reference.name())
                .filter(name -> types.asMap().containsKey(name))
                .forEach(names::add);
        return new Ready(
                new CelExpression(
                        source, type.get(), Set.copyOf(names), runtime.createProgram(ast)));
    }

    private Compilations compilations(Types types) {
        if (recent.size() >= TYPES_KEPT_MAX) recent.clear();
        return recent.computeIfAbsent(
                types.asMap(), _ -> new Compilations(compiler(types), new ConcurrentHashMap<>()));
    }

    private static CelCompiler compiler(Types types) {
        CelCompilerBuilder builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(OPTIONS)
                        .setTypeProvider(CelFunctions.TYPES)
                        .addFunctionDeclarations(CelFunctions.DECLARATIONS)
                        .addVar(CelTypes.NONE, CelTypes.RECORDING);
        types.asMap().forEach((name, type) -> builder.addVar(name, CelTypes.toCel(type)));
        return builder.build();
    }

    private static Refused refused(String source, Types types, List<CelIssue> issues) {
        List<Fault> faults = new ArrayList<>();
        for (CelIssue issue : issues) faults.add(CelFaults.translate(issue, source, types));
        // One wrong character makes the parser complain several times; the first time is the best.
        return new Refused(List.of(faults.getFirst()));
    }

    private static Refused refused(String message) {
        return new Refused(List.of(new Fault(0, message)));
    }
}
