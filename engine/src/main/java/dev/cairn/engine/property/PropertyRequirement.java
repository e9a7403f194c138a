package dev.cairn.engine.property;

import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.token.RefusalRule;
import org.jspecify.annotations.Nullable;

/**
 * A condition without which a server refuses a property, or one of its values. Only the entries of {@link
 * KnownProperty} create requirements. By default, a requirement applies to all values and all versions.
 */
public final class PropertyRequirement {
    /** The time at which the server checks a requirement. */
    enum CheckTime {
        /** Before CREATE validates the value. */
        BEFORE_CREATE_VALIDATION,
        /** After CREATE has validated the value. */
        AFTER_CREATE_VALIDATION,
        /** Before ALTER validates the value. */
        BEFORE_ALTER_VALIDATION,
        /** After ALTER has validated the value. */
        AFTER_ALTER_VALIDATION,
        /** When ALTER executes the change. */
        AT_EXECUTION
    }

    /** The way in which the server reports the refusal. */
    enum Report {
        /** As the server reports an invalid value in the same statement. */
        AS_INVALID_VALUE,
        ANALYSIS,
        EXECUTION,
        INVALID_PARAMETER
    }

    /** The condition; null if the requirement is {@link #otherProperty}, of which exactly one is set. */
    private final @Nullable PropertyCondition condition;

    private final @Nullable KnownProperty otherProperty;
    private @Nullable String restrictedValue;
    private boolean allowsEmpty;
    private Version sinceVersion = Version.V3_5;
    private @Nullable Version beforeVersion;
    private Report report = Report.AS_INVALID_VALUE;
    private String subject = "";

    private PropertyRequirement(@Nullable PropertyCondition condition, @Nullable KnownProperty otherProperty) {
        this.condition = condition;
        this.otherProperty = otherProperty;
    }

    static PropertyRequirement requires(PropertyCondition condition) {
        return new PropertyRequirement(condition, null);
    }

    /** Returns the requirement that another property of the object is true. */
    static PropertyRequirement requiresTrue(KnownProperty property) {
        return new PropertyRequirement(null, property);
    }

    // The methods with which an entry of KnownProperty defines a requirement

    /** Restricts the requirement to one value, in upper or lower case. */
    PropertyRequirement forValue(String text) {
        restrictedValue = text;
        return this;
    }

    /** Restricts the requirement to values that are not empty. */
    PropertyRequirement unlessEmpty() {
        allowsEmpty = true;
        return this;
    }

    /** Restricts the requirement to servers since a version. */
    PropertyRequirement since(Version version) {
        sinceVersion = version;
        return this;
    }

    /** Restricts the requirement to servers before a version. */
    PropertyRequirement before(Version version) {
        beforeVersion = version;
        return this;
    }

    /** Sets the form of the refusal; when ALTER TABLE is executed, the form is always {@link Report#EXECUTION}. */
    PropertyRequirement reportedAs(Report newReport) {
        report = newReport;
        return this;
    }

    /** Sets the subject of the refusal; by default, the subject is the property. */
    PropertyRequirement withSubject(String text) {
        subject = text;
        return this;
    }

    // The check

    void requireMet(PropertyOwner owner, PropertyValue declaredValue, CheckTime time) {
        if (appliesTo(owner, declaredValue.text()) && !isMet(owner)) {
            throw createRefusal(declaredValue, time);
        }
    }

    private boolean appliesTo(PropertyOwner owner, String text) {
        return owner.profile().isAtLeast(sinceVersion)
                && (beforeVersion == null || !owner.profile().isAtLeast(beforeVersion))
                && (restrictedValue == null || restrictedValue.equalsIgnoreCase(text))
                && !(allowsEmpty && text.isEmpty());
    }

    private boolean isMet(PropertyOwner owner) {
        return (condition == null || condition.isMet(owner)) && (otherProperty == null || owner.isTrue(otherProperty));
    }

    private Refusal createRefusal(PropertyValue declaredValue, CheckTime time) {
        String subjectName = subject.isEmpty() ? declaredValue.name() : subject;
        RefusalRule rule = condition == null ? CommonRule.REQUIREMENT_MISSING : condition.rule();
        Object[] arguments = condition == null
                ? new Object[] {subjectName, otherProperty == null ? "" : otherProperty.propertyName() + " = true"}
                : condition.arguments(subjectName);
        boolean isAtExecution = time == CheckTime.AT_EXECUTION && declaredValue.origin() == Origin.ALTER_TABLE;
        return switch (isAtExecution ? Report.EXECUTION : report) {
            case AS_INVALID_VALUE -> declaredValue.createRefusal(rule, arguments);
            case ANALYSIS -> Refusal.ofAnalysis(declaredValue.span(), rule, arguments);
            case EXECUTION -> Refusal.ofExecution(declaredValue.span(), rule, arguments);
            case INVALID_PARAMETER ->
                Refusal.ofWrapped(declaredValue.span(), ServerError.INVALID_PARAMETER, rule, arguments);
        };
    }
}
