package dev.cairn.engine.property;

import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.engine.value.InvalidValueException;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Span;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Checks the number of replicas of a table or partition against the number of backends, and determines the default
 * number. The default is 1 on shared-data servers, where the object store keeps the copies.
 */
public final class ReplicaCount {
    /**
     * The id of the first backend: the smallest id that a server assigns to an object. An error message lists the ids
     * of the backends.
     */
    private static final int FIRST_BACKEND_ID = 10001;

    private ReplicaCount() {}

    public static int defaultCount(ServerProfile profile) {
        return profile.isSharedData() ? 1 : profile.defaultReplicaCount();
    }

    /**
     * Returns the number of replicas, which may still be invalid for a server.
     *
     * @throws InvalidValueException if the text is not a number of 16 bits
     */
    public static short parse(String text) throws InvalidValueException {
        try {
            return Short.parseShort(text);
        } catch (NumberFormatException failure) {
            throw new InvalidValueException(
                    CommonRule.NOT_A_NUMBER, KnownProperty.REPLICATION_NUM.propertyName(), text);
        }
    }

    /** Requires a positive number that, on a shared-nothing server, is at most the number of backends. */
    public static void check(ServerProfile profile, short replicaCount, Span span) {
        if (replicaCount <= 0) {
            throw Refusal.ofAnalysis(span, CommonRule.MUST_BE_POSITIVE, KnownProperty.REPLICATION_NUM.propertyName());
        }
        if (!profile.isSharedData() && replicaCount > profile.backendCount()) {
            String backendIds = IntStream.range(FIRST_BACKEND_ID, FIRST_BACKEND_ID + profile.backendCount())
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(","));
            throw Refusal.ofAnalysis(span, PropertyRule.TOO_MANY_REPLICAS, backendIds);
        }
    }

    static String resolve(PropertyTarget target, PropertyValue value) {
        try {
            short replicaCount = parse(value.text());
            check(target.profile(), replicaCount, value.span());
            return Short.toString(replicaCount);
        } catch (InvalidValueException failure) {
            throw value.origin() == Origin.ALTER_TABLE
                    ? Refusal.ofExecution(value.span(), failure.rule(), failure.arguments())
                    : value.createRefusal(failure);
        }
    }

    static Optional<String> findDefault(PropertyTarget target) {
        return Optional.of(Integer.toString(target.defaultReplicaCount()));
    }

    /** Checks the number of replicas that ALTER TABLE sets for partitions. */
    public static void checkAltered(ServerProfile profile, String text, Span span) {
        try {
            check(profile, parse(text), span);
        } catch (InvalidValueException failure) {
            throw Refusal.ofExecution(span, failure.rule(), failure.arguments());
        }
    }
}
