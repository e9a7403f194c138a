package dev.cairn.analysis.function;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The signatures of one function, and the overload resolution among them. The server searches in rounds: an exact
 * match, then a signature whose open types the arguments resolve, then one that lossless casts reach, then one that any
 * casts reach; in each round the first listed signature wins.
 */
public final class Overloads {
    static final Overloads NONE = new Overloads(FunctionEntry.ofUnknown(), List.of());

    private final FunctionEntry function;
    private final List<Signature> signatures;
    private final List<Signature> fixedSignatures;
    private final List<Signature> openSignatures;

    Overloads(FunctionEntry function, List<Signature> signatures) {
        List<Signature> closed = new ArrayList<>(signatures.size());
        List<Signature> undecided = new ArrayList<>(0);
        for (Signature signature : signatures) {
            (signature.isOpen() ? undecided : closed).add(signature);
        }
        this.function = function;
        this.signatures = signatures;
        this.fixedSignatures = closed;
        this.openSignatures = undecided;
    }

    public boolean isEmpty() {
        return signatures.isEmpty();
    }

    public List<Signature> signatures() {
        return signatures;
    }

    /** Returns the signature of the call, with its open types resolved; null if none matches. */
    @Nullable
    public Signature resolve(List<Type> arguments) {
        Signature exact = findFitting(arguments, fixedSignatures);
        if (exact != null) {
            return exact;
        }
        Signature candidate = findFitting(arguments, openSignatures);
        if (candidate == null) {
            candidate = findCasting(arguments, openSignatures);
        }
        if (candidate != null && Polymorphism.areElementsIncompatible(candidate, arguments)) {
            return null;
        }
        Signature decided = candidate == null ? null : resolveOpen(candidate, arguments);
        return decided == null ? findCasting(arguments, fixedSignatures) : decided;
    }

    /** Returns a signature that the arguments match without casts. */
    @Nullable
    Signature resolveExact(List<Type> arguments) {
        return findFirst(arguments, fixedSignatures, Overloads::isExact);
    }

    private @Nullable Signature resolveOpen(Signature candidate, List<Type> arguments) {
        Signature decided = Polymorphism.resolve(candidate, arguments);
        if (decided == null) {
            return null;
        }
        for (Signature listed : fixedSignatures) {
            if (isListedAs(decided, listed)) {
                return listed;
            }
        }
        List<Signature> alone = List.of(decided);
        Signature fits = findFitting(arguments, alone);
        return fits == null ? findCasting(arguments, alone) : fits;
    }

    /** Whether a listed signature accepts all types of a resolved one without casts. */
    private static boolean isListedAs(Signature decided, Signature listed) {
        boolean both = decided.variadic() && listed.variadic();
        if (!both && decided.parameters().size() != listed.parameters().size()) {
            return false;
        }
        int count = Math.max(decided.parameters().size(), listed.parameters().size());
        for (int i = 0; i < count; i++) {
            if (!(decided.parameter(i) instanceof SignatureType.FixedType of)
                    || !listed.parameter(i).acceptsUncast(of.type())) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Signature findFitting(List<Type> arguments, List<Signature> candidates) {
        Signature exact = findFirst(arguments, candidates, Overloads::isExact);
        return exact == null ? findFirst(arguments, candidates, Overloads::isIndistinguishable) : exact;
    }

    private @Nullable Signature findCasting(List<Type> arguments, List<Signature> candidates) {
        Signature widening = findFirst(arguments, candidates, this::acceptsWidened);
        return widening == null ? findFirst(arguments, candidates, this::acceptsCast) : widening;
    }

    private static @Nullable Signature findFirst(
            List<Type> arguments, List<Signature> candidates, BiPredicate<Signature, List<Type>> condition) {
        for (Signature candidate : candidates) {
            if (condition.test(candidate, arguments)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean isExact(Signature signature, List<Type> arguments) {
        if (signature.variadic() || signature.parameters().size() != arguments.size()) {
            return false;
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (!signature.parameters().get(i).acceptsUncast(arguments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a signature accepts the arguments without casts; NULL matches every parameter. */
    private static boolean isIndistinguishable(Signature signature, List<Type> arguments) {
        if (!countFits(signature, arguments)) {
            return false;
        }
        for (int i = 0; i < arguments.size(); i++) {
            Type argument = arguments.get(i);
            if (PrimitiveType.of(argument) != PrimitiveType.NULL_TYPE
                    && !signature.parameter(i).acceptsUncast(argument)) {
                return false;
            }
        }
        return true;
    }

    private boolean acceptsWidened(Signature signature, List<Type> arguments) {
        if (!countFits(signature, arguments)) {
            return false;
        }
        // This round does not check the condition of an if().
        for (int i = function.is(FunctionTrait.CONDITION_FIRST) ? 1 : 0; i < arguments.size(); i++) {
            if (!signature.parameter(i).acceptsWidened(arguments.get(i))) {
                return false;
            }
        }
        return function.allowsCasts(signature, arguments);
    }

    private boolean acceptsCast(Signature signature, List<Type> arguments) {
        if (!countFits(signature, arguments)) {
            return false;
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (!signature.parameter(i).acceptsCast(arguments.get(i))) {
                return false;
            }
        }
        return function.allowsCasts(signature, arguments);
    }

    private static boolean countFits(Signature signature, List<Type> arguments) {
        int parameters = signature.parameters().size();
        return signature.variadic() ? arguments.size() >= parameters : arguments.size() == parameters;
    }
}
