package antiphon.ivr.expression;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionResolver;
import dev.cel.runtime.CelLateFunctionBindings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The functions a flow has beyond CEL's own, and the two things they look at.
final class CelFunctions {
    private static final StructType MAILBOX =
            struct(
                    "mailbox",
                    ImmutableMap.of("exists", SimpleType.BOOL, "messages", SimpleType.INT));

    private static final StructType ROOM =
            struct(
                    "room",
                    ImmutableMap.of(
                            "exists", SimpleType.BOOL,
                            "members", SimpleType.INT,
                            "announces_names", SimpleType.BOOL));

    static final CelTypeProvider TYPES = new Provider();

    static final List<CelFunctionDecl> DECLARATIONS =
            List.of(
                    function("mailbox", "mailbox_text", MAILBOX),
                    function("room", "room_text", ROOM),
                    function("setting", "setting_text", SimpleType.STRING),
                    function("luhn", "luhn_text", SimpleType.BOOL));

    static final List<String> NAMES = DECLARATIONS.stream().map(CelFunctionDecl::name).toList();

    private CelFunctions() {}

    /// The functions bound to one call's world, for one evaluation.
    // CEL wants functions that any thread may share; these live as long as one evaluation.
    @SuppressWarnings("Immutable")
    static CelFunctionResolver boundTo(Functions functions) {
        return CelLateFunctionBindings.from(
                CelFunctionBinding.from(
                        "mailbox_text", String.class, number -> mailbox(functions, number)),
                CelFunctionBinding.from("room_text", String.class, name -> room(functions, name)),
                CelFunctionBinding.from(
                        "setting_text", String.class, name -> setting(functions, name)),
                CelFunctionBinding.from("luhn_text", String.class, CelFunctions::luhn));
    }

    private static Object mailbox(Functions functions, String number) {
        return new LazyFields(
                MAILBOX,
                Map.of(
                        "exists", asking(() -> functions.mailboxExists(number)),
                        "messages", asking(() -> functions.mailboxMessages(number))));
    }

    private static Object room(Functions functions, String name) {
        return new LazyFields(
                ROOM,
                Map.of(
                        "exists", asking(() -> functions.roomExists(name)),
                        "members", asking(() -> functions.roomMembers(name)),
                        "announces_names", asking(() -> functions.roomAnnouncesNames(name))));
    }

    /// The server's own trouble fails the expression and nothing more.
    private static Supplier<Object> asking(Supplier<Object> question) {
        return () -> {
            try {
                return question.get();
            } catch (RuntimeException trouble) {
                throw new EvaluationFailed("the server could not tell: " + trouble.getMessage());
            }
        };
    }

    private static String setting(Functions functions, String name) {
        String value = functions.setting(name);
        if (value == null) throw new EvaluationFailed("setting \"" + name + "\" is not set");
        return value;
    }

    /// The check digit of ISO/IEC 7812-1, annex B: account and card numbers.
    static boolean luhn(String digits) {
        if (digits.length() < 2) return false;
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            if (digit < 0 || digit > 9) return false;
            if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
            sum += digit;
        }
        return sum % 10 == 0;
    }

    private static CelFunctionDecl function(String name, String overload, CelType result) {
        return CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newGlobalOverload(overload, result, SimpleType.STRING));
    }

    private static StructType struct(String name, ImmutableMap<String, CelType> fields) {
        return StructType.create(
                name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
    }

    private static final class Provider implements CelTypeProvider {
        @Override
        public ImmutableList<CelType> types() {
            return ImmutableList.of(MAILBOX, ROOM);
        }

        @Override
        public Optional<CelType> findType(String name) {
            return switch (name) {
                case "mailbox" -> Optional.of(MAILBOX);
                case "room" -> Optional.of(ROOM);
                default -> Optional.empty();
            };
        }
    }
}
