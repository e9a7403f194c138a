package dev.cairn.analysis.function;

import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Expression.Call;
import dev.cairn.sql.ast.Expression.WindowCall;
import dev.cairn.sql.ast.Operator;
import dev.cairn.sql.ast.Type;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A built-in or user-defined function in one version of the server: its signatures, the checks of its arguments, its
 * rewrite, and the {@linkplain FunctionTrait traits} that the analysis depends on. The {@link FunctionFamily} of a
 * built-in function completes its definition before the entry is built. Threads may share the entry, because it does
 * not change.
 */
public final class FunctionEntry {
    /** The kind of a function, which determines where it may be called. */
    public enum Kind {
        SCALAR,
        AGGREGATE,
        /** An aggregate function that may also be used as a window function. */
        WINDOWED_AGGREGATE,
        /** A function that is valid only before OVER. */
        WINDOW,
        /** A table function, which is used in place of a table. */
        TABLE;

        public boolean isAggregate() {
            // The analysis treats a window function like an aggregate: it also computes its result from several rows.
            return this != SCALAR && this != TABLE;
        }
    }

    private static final FunctionEntry UNKNOWN = new Builder("", Kind.SCALAR, ServerProfile.DEFAULT.version()).build();

    private final Builder definition;
    private final Overloads overloads;

    private FunctionEntry(Builder definition) {
        this.definition = definition;
        this.overloads = new Overloads(this, definition.signatureFactory.apply(this));
    }

    /** Returns the entry for unknown functions, which has no signatures, definition.traits or checks. */
    static FunctionEntry ofUnknown() {
        return UNKNOWN;
    }

    /** Returns the definition.name in lower case; empty for unknown functions. */
    public String name() {
        return definition.name;
    }

    public Kind kind() {
        return definition.kind;
    }

    /** Returns the definition.version of the server that this entry describes. */
    Version version() {
        return definition.version;
    }

    public boolean hasTrait(FunctionTrait trait) {
        return definition.traits.contains(trait);
    }

    public Overloads overloads() {
        return overloads;
    }

    /** Returns whether the server considers the function an aggregate; false if the function has no signatures. */
    public boolean isAggregate() {
        return !overloads.isEmpty() && definition.kind.isAggregate();
    }

    /** Returns the form of the function's lambda; null for a function that takes none. */
    public @Nullable LambdaForm lambdaForm() {
        return definition.lambdaForm;
    }

    /** Returns the expression that replaces a call before its resolution; the call itself if it is not replaced. */
    Expression rewriteUntypedCall(Call call) {
        if (definition.untypedRewriteRule != null) {
            return definition.untypedRewriteRule.apply(call);
        }
        List<Expression> arguments = call.arguments();
        if (definition.operator != null && arguments.size() >= 2) {
            return new Expression.Binary(definition.operator, arguments.get(0), arguments.get(1), call.span());
        }
        boolean shiftsByDays =
                shiftsDates() && arguments.size() == 2 && !(arguments.get(1).unwrap() instanceof Expression.Interval);
        return shiftsByDays
                ? CallRewrites.replaceFunction(
                        call,
                        definition.name,
                        List.of(arguments.get(0), new Expression.Interval(arguments.get(1), "DAY", call.span())))
                : call;
    }

    /** Returns whether a call with two arguments adds an interval to a date or subtracts it. */
    public boolean shiftsDates() {
        return !hasTrait(FunctionTrait.WITH_UNIT)
                && (hasTrait(FunctionTrait.ADDS_INTERVAL) || hasTrait(FunctionTrait.SUBTRACTS_INTERVAL));
    }

    /** Returns the call that the server resolves in place of this one; the call itself if it is not replaced. */
    TypedCall rewriteTypedCall(TypedCall call) {
        return definition.typedRewriteRule.apply(call);
    }

    /** Checks the arguments before the signature is resolved. */
    public void checkArguments(TypedCall call) {
        definition.argumentCheck.accept(call);
    }

    /**
     * Resolves the signature by a rule of the function; returns null if the function has no rule, or if the rule does
     * not apply.
     */
    @Nullable
    Signature resolveByRule(TypedCall call) {
        return definition.resolutionRule.apply(call);
    }

    /** Returns the rule for decimal arguments. */
    DecimalRule decimalRule() {
        return definition.decimalRule;
    }

    /** Returns whether the arguments may be cast implicitly to the types of a signature. */
    boolean allowsCasts(Signature signature, List<Type> argumentTypes) {
        return definition.castRule.test(signature, argumentTypes);
    }

    /**
     * Returns the rule that derives a polymorphic result from the arguments; null if the result is their common element
     * type.
     */
    @Nullable
    Function<List<Type>, @Nullable Type> polymorphicResultRule() {
        return definition.polymorphicResultRule;
    }

    /** Checks a call whose signature has been resolved. */
    void checkResolvedCall(TypedCall call) {
        definition.resolvedCallCheck.accept(call);
    }

    /**
     * Checks a call that has an OVER clause.
     *
     * @param call the call before OVER, in which variables with a known value are replaced by literals
     */
    public void checkWindowCall(WindowCall windowCall, Call call) {
        definition.windowCheck.accept(windowCall, call);
    }

    /** Returns whether the server finds no signature for a call, although one would match after a cast. */
    boolean excludes(TypedCall call) {
        return definition.exclusionRule.test(call);
    }

    /** The definition of an entry, which may change until the entry is built. */
    static final class Builder {
        private final String name;
        private final Version version;
        private Kind kind;
        private final Set<FunctionTrait> traits = EnumSet.noneOf(FunctionTrait.class);
        private DecimalRule decimalRule = DecimalRule.AS_LISTED;
        private @Nullable Operator operator;
        private @Nullable LambdaForm lambdaForm;
        private @Nullable Function<Call, Expression> untypedRewriteRule;
        private UnaryOperator<TypedCall> typedRewriteRule = call -> call;
        private Consumer<TypedCall> argumentCheck = call -> {};
        private Predicate<TypedCall> exclusionRule = call -> false;
        private Function<TypedCall, @Nullable Signature> resolutionRule = call -> null;
        private BiPredicate<Signature, List<Type>> castRule = (signature, argumentTypes) -> true;
        private @Nullable Function<List<Type>, @Nullable Type> polymorphicResultRule;
        private Consumer<TypedCall> resolvedCallCheck = call -> {};
        private BiConsumer<WindowCall, Call> windowCheck = (windowCall, call) -> {};
        private Function<FunctionEntry, List<Signature>> signatureFactory = entry -> List.of();

        Builder(String name, Kind kind, Version version) {
            this.name = name;
            this.kind = kind;
            this.version = version;
        }

        /** Returns the entry, after which the builder must not be changed. */
        FunctionEntry build() {
            return new FunctionEntry(this);
        }

        String name() {
            return name;
        }

        Version version() {
            return version;
        }

        /** Sets the function that returns the signatures, each of which refers to the entry. */
        void setSignatures(Function<FunctionEntry, List<Signature>> newFactory) {
            signatureFactory = newFactory;
        }

        void addTrait(FunctionTrait trait) {
            traits.add(trait);
        }

        /** Turns an aggregate function that is also a window function into one that is not valid before OVER. */
        void forbidOver() {
            kind = Kind.AGGREGATE;
        }

        void setDecimalRule(DecimalRule newRule) {
            decimalRule = newRule;
        }

        void setOperator(Operator newOperator) {
            operator = newOperator;
        }

        void setLambdaForm(LambdaForm newForm) {
            lambdaForm = newForm;
        }

        /** Sets the rule that replaces a call before the types of its arguments are resolved. */
        Builder setUntypedRewriteRule(Function<Call, Expression> newRule) {
            untypedRewriteRule = newRule;
            return this;
        }

        /** Sets the rule that replaces a typed call by another one. */
        Builder setTypedRewriteRule(UnaryOperator<TypedCall> newRule) {
            typedRewriteRule = newRule;
            return this;
        }

        /** Sets the check of the arguments, which runs before a signature is chosen. */
        Builder setArgumentCheck(Consumer<TypedCall> newCheck) {
            argumentCheck = newCheck;
            return this;
        }

        /**
         * Sets the rule that excludes calls for which the server finds no signature, although one would match after a
         * cast.
         */
        Builder setExclusionRule(Predicate<TypedCall> newRule) {
            exclusionRule = newRule;
            return this;
        }

        /** Sets the rule that chooses the signature of a call, in place of the usual overload resolution. */
        Builder setResolutionRule(Function<TypedCall, @Nullable Signature> newRule) {
            resolutionRule = newRule;
            return this;
        }

        /** Requires that the arguments have the types of a signature. */
        Builder forbidCasts() {
            return setCastRule((signature, argumentTypes) -> false);
        }

        /** Sets the rule that decides whether the arguments may be cast to the types of a signature. */
        Builder setCastRule(BiPredicate<Signature, List<Type>> newRule) {
            castRule = newRule;
            return this;
        }

        /**
         * Sets the rule that derives a polymorphic result. The rule may also replace the types in the list that it
         * receives.
         */
        Builder setPolymorphicResultRule(Function<List<Type>, @Nullable Type> newRule) {
            polymorphicResultRule = newRule;
            return this;
        }

        /** Sets the check of a call whose signature has been resolved. */
        Builder setResolvedCallCheck(Consumer<TypedCall> newCheck) {
            resolvedCallCheck = newCheck;
            return this;
        }

        /** Sets the check of a call with OVER. */
        Builder setWindowCheck(BiConsumer<WindowCall, Call> newCheck) {
            windowCheck = newCheck;
            return this;
        }
    }
}
