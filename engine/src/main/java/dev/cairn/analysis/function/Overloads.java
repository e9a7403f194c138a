package dev.cairn.analysis.function;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The signatures of one function, and the overload resolution among them. The server searches first for a fixed
 * signature that matches without casts, then for a polymorphic one that does, then for a polymorphic one that matches
 * with casts, and last for a fixed one that matches with casts. Each search has two rounds. Without casts, these are
 * exact matches, and then matches with NULL or with repeated parameters; with casts, lossless casts, and then any
 * casts. In each round, the first listed signature wins.
 */
public final class Overloads {
    private final FunctionEntry function;
    private final List<Signature> signatures;
    private final List<Signature> fixedSignatures;
    private final List<Signature> polymorphicSignatures;

    Overloads(FunctionEntry function, List<Signature> signatures) {
        List<Signature> fixedSignatures = new ArrayList<>(signatures.size());
        List<Signature> polymorphicSignatures = new ArrayList<>(0);
        for (Signature signature : signatures) {
            (signature.hasPolymorphicParameter() ? polymorphicSignatures : fixedSignatures).add(signature);
        }
        this.function = function;
        this.signatures = signatures;
        this.fixedSignatures = fixedSignatures;
        this.polymorphicSignatures = polymorphicSignatures;
    }

    public boolean isEmpty() {
        return signatures.isEmpty();
    }

    public List<Signature> signatures() {
        return signatures;
    }

    /**
     * Returns the signature that matches arguments of these types, with its polymorphic types resolved; null if no
     * signature matches.
     */
    @Nullable
    public Signature resolve(List<Type> argumentTypes) {
        Signature exactSignature = findWithoutCasts(argumentTypes, fixedSignatures);
        if (exactSignature != null) {
            return exactSignature;
        }
        Signature candidate = findWithoutCasts(argumentTypes, polymorphicSignatures);
        if (candidate == null) {
            candidate = findWithCasts(argumentTypes, polymorphicSignatures);
        }
        if (candidate != null && PolymorphicTypeResolver.haveIncompatibleElements(candidate, argumentTypes)) {
            return null;
        }
        Signature resolvedSignature = candidate == null ? null : resolvePolymorphic(candidate, argumentTypes);
        return resolvedSignature == null ? findWithCasts(argumentTypes, fixedSignatures) : resolvedSignature;
    }

    /**
     * Returns the signature that matches without casts, and that has neither polymorphic nor repeated parameters; null
     * if no such signature matches.
     */
    @Nullable
    Signature findExact(List<Type> argumentTypes) {
        return findFirst(argumentTypes, fixedSignatures, Overloads::isExact);
    }

    /**
     * Resolves the polymorphic types of a candidate; null if the arguments can't be cast to the result. If a fixed
     * signature accepts the resolved types, that signature is returned instead.
     */
    private @Nullable Signature resolvePolymorphic(Signature candidate, List<Type> argumentTypes) {
        Signature resolvedSignature = PolymorphicTypeResolver.resolve(candidate, argumentTypes);
        if (resolvedSignature == null) {
            return null;
        }
        for (Signature listedSignature : fixedSignatures) {
            if (isCoveredBy(resolvedSignature, listedSignature)) {
                return listedSignature;
            }
        }
        List<Signature> candidates = List.of(resolvedSignature);
        Signature signatureWithoutCasts = findWithoutCasts(argumentTypes, candidates);
        return signatureWithoutCasts == null ? findWithCasts(argumentTypes, candidates) : signatureWithoutCasts;
    }

    /** Returns whether a listed signature accepts all types of a resolved one without casts. */
    private static boolean isCoveredBy(Signature resolvedSignature, Signature listedSignature) {
        boolean areBothVariadic = resolvedSignature.isVariadic() && listedSignature.isVariadic();
        if (!areBothVariadic
                && resolvedSignature.parameters().size()
                        != listedSignature.parameters().size()) {
            return false;
        }
        int parameterCount = Math.max(
                resolvedSignature.parameters().size(),
                listedSignature.parameters().size());
        for (int i = 0; i < parameterCount; i++) {
            if (!(resolvedSignature.parameter(i) instanceof SignatureType.FixedType fixedType)
                    || !listedSignature.parameter(i).acceptsWithoutCast(fixedType.type())) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Signature findWithoutCasts(List<Type> argumentTypes, List<Signature> candidates) {
        Signature exactSignature = findFirst(argumentTypes, candidates, Overloads::isExact);
        return exactSignature == null
                ? findFirst(argumentTypes, candidates, Overloads::acceptsWithoutCasts)
                : exactSignature;
    }

    private @Nullable Signature findWithCasts(List<Type> argumentTypes, List<Signature> candidates) {
        Signature widenedSignature = findFirst(argumentTypes, candidates, this::acceptsWithWidening);
        return widenedSignature == null
                ? findFirst(argumentTypes, candidates, this::acceptsWithCasts)
                : widenedSignature;
    }

    private static @Nullable Signature findFirst(
            List<Type> argumentTypes, List<Signature> candidates, BiPredicate<Signature, List<Type>> condition) {
        for (Signature candidate : candidates) {
            if (condition.test(candidate, argumentTypes)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean isExact(Signature signature, List<Type> argumentTypes) {
        if (signature.isVariadic() || signature.parameters().size() != argumentTypes.size()) {
            return false;
        }
        for (int i = 0; i < argumentTypes.size(); i++) {
            if (!signature.parameters().get(i).acceptsWithoutCast(argumentTypes.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether a signature accepts the arguments without casts; NULL matches every parameter. */
    private static boolean acceptsWithoutCasts(Signature signature, List<Type> argumentTypes) {
        if (!hasMatchingCount(signature, argumentTypes)) {
            return false;
        }
        for (int i = 0; i < argumentTypes.size(); i++) {
            Type argumentType = argumentTypes.get(i);
            if (PrimitiveType.of(argumentType) != PrimitiveType.NULL_TYPE
                    && !signature.parameter(i).acceptsWithoutCast(argumentType)) {
                return false;
            }
        }
        return true;
    }

    private boolean acceptsWithWidening(Signature signature, List<Type> argumentTypes) {
        if (!hasMatchingCount(signature, argumentTypes)) {
            return false;
        }
        // The server does not check the condition of if() in this round.
        for (int i = function.hasTrait(FunctionTrait.CONDITION_FIRST) ? 1 : 0; i < argumentTypes.size(); i++) {
            if (!signature.parameter(i).acceptsWithWidening(argumentTypes.get(i))) {
                return false;
            }
        }
        return function.allowsCasts(signature, argumentTypes);
    }

    private boolean acceptsWithCasts(Signature signature, List<Type> argumentTypes) {
        if (!hasMatchingCount(signature, argumentTypes)) {
            return false;
        }
        for (int i = 0; i < argumentTypes.size(); i++) {
            if (!signature.parameter(i).acceptsWithCast(argumentTypes.get(i))) {
                return false;
            }
        }
        return function.allowsCasts(signature, argumentTypes);
    }

    private static boolean hasMatchingCount(Signature signature, List<Type> argumentTypes) {
        int parameterCount = signature.parameters().size();
        return signature.isVariadic() ? argumentTypes.size() >= parameterCount : argumentTypes.size() == parameterCount;
    }
}
