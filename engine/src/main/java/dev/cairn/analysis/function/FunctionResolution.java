package dev.cairn.analysis.function;

import dev.cairn.analysis.type.CommonTypes;
import dev.cairn.analysis.type.Decimals;
import dev.cairn.analysis.type.TypeConstants;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeText;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Decimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Resolves a call to its signature. Some functions have rules of their own. */
public record FunctionResolution(Invocation call) {
    public static Signature of(Invocation written) {
        return new FunctionResolution(joined(written)).required();
    }

    private Signature required() {
        Signature found = find();
        if (found == null) {
            throw call.refusal(FunctionRule.NO_MATCHING_FUNCTION, call.name(), call.star() ? "*" : shown(call.types()));
        }
        if (found.kind() == Signature.Kind.TABLE) {
            throw call.refusal(FunctionRule.TABLE_FUNCTION_IN_EXPRESSION);
        }
        requireCasts(found);
        return found;
    }

    private @Nullable Signature find() {
        Signature special = special();
        return special == null ? listed() : special;
    }

    /** Resolves the aggregate function inside a combinator. */
    @Nullable
    Signature findAggregate() {
        Signature special = specialAggregate();
        return special == null ? listed() : special;
    }

    private @Nullable Signature listed() {
        Overloads overloads = BuiltinFunctions.named(call.name());
        if (DecimalFunctions.concern(call.name(), call.types())) {
            return DecimalFunctions.find(call);
        }
        Signature found = overloads.find(call.types());
        if (found != null && found.aggregate() && call.types().contains(TypeConstants.TIME)) {
            throw call.refusal(FunctionRule.TIME_ARGUMENT, call.name());
        }
        return found;
    }

    private @Nullable Signature special() {
        Overloads overloads = BuiltinFunctions.named(call.name());
        return switch (call.name()) {
            case "named_struct" -> named();
            case "str_to_date" -> strToDate();
            case "array_generate" -> overloads.find(generated());
            case "bitmap_union" -> overloads.findExact(call.types());
            case "field" -> field();
            case "array_contains", "array_position" -> ofNulls();
            default -> specialAggregate();
        };
    }

    private @Nullable Signature specialAggregate() {
        Overloads overloads = BuiltinFunctions.named(call.name());
        return switch (call.name()) {
            case "count" ->
                call.distinct() && call.count() > 0
                        ? overloads.find(call.types().subList(0, 1))
                        : null;
            case "array_agg" -> {
                Signature found = overloads.find(call.types().subList(0, 1));
                yield found == null ? null : listing(found, call.types());
            }
            case "group_concat" -> {
                Signature found = overloads.find(call.types().subList(0, 1));
                yield found == null ? null : found.decided(call.types(), TypeConstants.VARCHAR);
            }
            case "percentile_disc", "percentile_disc_lc" -> percentile();
            default -> null;
        };
    }

    /** The state has one list for each argument, including those of ORDER BY. */
    private static Signature listing(Signature found, List<Type> arguments) {
        List<Type.Field> lists = new ArrayList<>(arguments.size());
        for (Type argument : arguments) {
            Type kept = argument.equals(TypeConstants.NULL) ? TypeConstants.BOOLEAN : argument;
            lists.add(new Type.Field("col" + (lists.size() + 1), new Type.Array(kept)));
        }
        return found.decided(arguments, lists.get(0).type()).keeping(new Type.Struct(lists));
    }

    /** Adds the defaults of a series: a start of one, and a step of one or of one day. */
    private List<Type> generated() {
        List<Type> types = new ArrayList<>(call.types());
        if (new ArgumentChecks(call).isSeriesOfDates()) {
            if (types.size() == 2) {
                types.add(TypeConstants.INT);
            }
            if (types.size() == 3) {
                types.add(TypeConstants.VARCHAR);
            }
            return types;
        }
        if (types.size() == 1) {
            types.add(0, TypeConstants.TINYINT);
        }
        if (types.size() == 2) {
            types.add(TypeConstants.TINYINT);
        }
        return types;
    }

    /**
     * If one of the arguments is an array, concat joins arrays, and any other argument becomes an array of one element.
     */
    private static Invocation joined(Invocation call) {
        if (!call.name().equals("concat") || call.types().stream().noneMatch(Type.Array.class::isInstance)) {
            return call;
        }
        List<Type> arrays = call.types().stream()
                .map(type -> type instanceof Type.Array ? type : new Type.Array(type))
                .toList();
        CommonTypes.of(arrays);
        return call.of("array_concat", arrays);
    }

    private @Nullable Signature named() {
        Signature found = BuiltinFunctions.named(call.name()).find(call.types());
        if (found == null) {
            return null;
        }
        List<Type.Field> fields = new ArrayList<>();
        for (int i = 0; i + 1 < call.count(); i += 2) {
            String name = call.argument(i) instanceof Expression.Text text ? text.value() : "";
            fields.add(new Type.Field(name, call.type(i + 1)));
        }
        return found.giving(new Type.Struct(fields));
    }

    /** A format without a time of day returns DATE. */
    private @Nullable Signature strToDate() {
        Signature found = BuiltinFunctions.named(call.name()).find(call.types());
        if (found == null) {
            return null;
        }
        String format = literal(call.argument(1));
        boolean date = format != null && format.chars().noneMatch(c -> "HhIiklrSsT".indexOf(c) >= 0);
        return date ? BuiltinFunctions.named("str2date").find(call.types()) : found;
    }

    private static @Nullable String literal(Expression expression) {
        if (expression instanceof Expression.Text text) {
            return text.value();
        }
        return expression instanceof Expression.Number number ? number.text() : null;
    }

    /** All arguments are cast to the common type of the first and the others. */
    private @Nullable Signature field() {
        Type target = call.type(0).equals(TypeConstants.NULL) ? TypeConstants.INT : call.type(0);
        for (Type type : call.types().subList(1, call.count())) {
            target = call.type(0).equals(TypeConstants.NULL) || type.equals(TypeConstants.NULL)
                    ? target
                    : sought(target, type);
        }
        for (Signature signature : BuiltinFunctions.named(call.name()).signatures()) {
            if (signature.parameter(0).fits(target)) {
                return target instanceof Decimal decimal && Decimals.isDecimal(decimal)
                        ? signature.decided(List.of(target), TypeConstants.INT)
                        : signature;
            }
        }
        return null;
    }

    private static Type sought(Type target, Type type) {
        PrimitiveType one = PrimitiveType.of(target);
        PrimitiveType other = PrimitiveType.of(type);
        if ((one.isNumeric() && other.isNumeric()) || (one.isCharacters() && other.isCharacters())) {
            Type common = CommonTypes.ofScalars(target, type);
            return common == null ? TypeConstants.DOUBLE : common;
        }
        return TypeConstants.DOUBLE;
    }

    private @Nullable Signature ofNulls() {
        boolean nothing = call.count() == 2
                && call.type(1).equals(TypeConstants.NULL)
                && call.type(0) instanceof Type.Array array
                && array.element().equals(TypeConstants.NULL);
        return nothing
                ? BuiltinFunctions.named(call.name())
                        .findExact(List.of(new Type.Array(TypeConstants.BOOLEAN), TypeConstants.BOOLEAN))
                : null;
    }

    private @Nullable Signature percentile() {
        if (call.count() < 2) {
            return null;
        }
        List<Type> types = new ArrayList<>(call.types());
        types.set(1, TypeConstants.DOUBLE);
        Signature found = BuiltinFunctions.named(call.name()).findExact(types);
        return found != null && Decimals.isDecimal(call.type(0)) ? found.giving(call.type(0)) : found;
    }

    private void requireCasts(Signature found) {
        if (found.parameters().isEmpty()) {
            return;
        }
        int parameters = found.parameters().size();
        for (int i = 0; i < call.count(); i++) {
            if ((i >= parameters && !found.variadic()) || found.parameter(i).takes(call.type(i))) {
                continue;
            }
            if (i < parameters) {
                throw call.refusal(FunctionRule.NO_MATCHING_FUNCTION, call.name(), shown(call.types()));
            }
            throw call.refusal(
                    FunctionRule.VARIADIC_ARGUMENT_TYPE,
                    call.name(),
                    shown(types(found)),
                    TypeText.named(call.type(i)));
        }
    }

    private static List<Type> types(Signature signature) {
        List<Type> types = new ArrayList<>();
        for (SignatureType parameter : signature.parameters()) {
            if (parameter instanceof SignatureType.Of of) {
                types.add(of.type());
            }
        }
        return types;
    }

    public static String shown(List<Type> types) {
        return types.stream().map(TypeText::shown).collect(Collectors.joining(", "));
    }
}
