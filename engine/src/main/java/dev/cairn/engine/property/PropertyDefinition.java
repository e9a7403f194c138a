package dev.cairn.engine.property;

import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.property.PropertyRequirement.CheckTime;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a property for one kind of object: which servers know the property, the format of its values and
 * its default, when SHOW CREATE prints it, and how ALTER changes it. Only the entries of {@link KnownProperty} create
 * definitions, with a {@link PropertyDefinitionBuilder}, after which a definition does not change.
 */
public final class PropertyDefinition {
    /** A kind of object, or a load. */
    public enum OwnerKind {
        TABLE,
        PARTITION,
        MATERIALIZED_VIEW,
        LOAD
    }

    /** A set of run modes. */
    public enum RunModes {
        ALL,
        SHARED_NOTHING,
        SHARED_DATA,
        NONE;

        public boolean includes(ServerProfile profile) {
            return switch (this) {
                case ALL -> true;
                case SHARED_NOTHING -> !profile.isSharedData();
                case SHARED_DATA -> profile.isSharedData();
                case NONE -> false;
            };
        }
    }

    /** How ALTER treats the property. */
    public enum Alteration {
        NONE,
        /** The server validates the value before it executes the statement. */
        CHECKED,
        /** The server validates the value when it executes the statement. */
        DEFERRED
    }

    final OwnerKind ownerKind;
    Version firstVersion = Version.V3_5;
    Version firstVersionForEmpty = Version.V3_5;
    RunModes createModes = RunModes.ALL;
    RunModes storedModes = RunModes.ALL;
    RunModes shownModes = RunModes.ALL;
    boolean isReadAfterRollups;

    @Nullable
    KnownProperty leadingProperty;

    String formerName = "";

    @Nullable
    PropertyCondition knownCondition;

    @Nullable
    PropertyCondition storedCondition;

    final Map<CheckTime, List<PropertyRequirement>> requirementsByTime = new EnumMap<>(CheckTime.class);

    @Nullable
    KnownProperty switchProperty;

    String omittedValue = "";

    @Nullable
    String assumedValue;

    @Nullable
    Version firstVersionOfAssumedValue;

    @Nullable
    String olderAssumedValue;

    String defaultText = "";
    PropertyFormat format = BasicPropertyFormat.TEXT;

    @Nullable
    PropertyFormat alteredFormat;

    @Nullable
    PropertyResolver resolver;

    Function<PropertyTarget, Optional<String>> defaultFinder = target -> Optional.empty();
    Alteration alteration = Alteration.NONE;
    RunModes alterableModes = RunModes.ALL;
    boolean isAlterRefused;
    boolean keepsTextInCreate;
    boolean isRemovedByEmpty;
    boolean keepsTextInAlter;
    boolean hasAlterEffect = true;
    String alterName = "";
    boolean isRenamedInAlter;
    ChangeCost cost = ChangeCost.IMMEDIATE;

    @Nullable
    String resetValue;

    boolean resetMeansAbsent;
    boolean hasServerIndependentDefault;
    boolean isShownWhenEmpty;

    @Nullable
    String initialValue;

    @Nullable
    RetentionRole retentionRole;

    @Nullable
    String unlimitedValue;

    PropertyDefinition(OwnerKind ownerKind) {
        this.ownerKind = ownerKind;
    }

    public OwnerKind ownerKind() {
        return ownerKind;
    }

    public Version firstVersion() {
        return firstVersion;
    }

    public RunModes createModes() {
        return createModes;
    }

    public RunModes storedModes() {
        return storedModes;
    }

    public RunModes shownModes() {
        return shownModes;
    }

    /** Returns whether SHOW CREATE also prints an empty value. */
    public boolean isShownWhenEmpty() {
        return isShownWhenEmpty;
    }

    public boolean isReadAfterRollups() {
        return isReadAfterRollups;
    }

    /** Returns the property with which CREATE reads this one; empty if CREATE reads this property alone. */
    public Optional<KnownProperty> leadingProperty() {
        return Optional.ofNullable(leadingProperty);
    }

    /** Returns the former name that CREATE still accepts; empty if the property was never renamed. */
    public String formerName() {
        return formerName;
    }

    /** Returns the condition under which the property has an effect; empty if the property always has an effect. */
    public Optional<PropertyCondition> storedCondition() {
        return Optional.ofNullable(storedCondition);
    }

    /** Returns the property that must be true for SHOW CREATE to print this one; empty if none is required. */
    public Optional<KnownProperty> switchProperty() {
        return Optional.ofNullable(switchProperty);
    }

    /**
     * Returns the value that CREATE does not store and SHOW CREATE does not print; empty if all values are stored.
     */
    public String omittedValue() {
        return omittedValue;
    }

    /** Returns the value that the server stores if CREATE omits the property; null if it stores none. */
    public @Nullable String assumedValue(PropertyTarget target) {
        String fixedValue =
                firstVersionOfAssumedValue == null || target.profile().isAtLeast(firstVersionOfAssumedValue)
                        ? assumedValue
                        : olderAssumedValue;
        return fixedValue == null ? defaultFinder.apply(target).orElse(null) : fixedValue;
    }

    /** Returns the description of the default; empty if the property has no default. */
    public String defaultText() {
        return assumedValue == null || !defaultText.isEmpty() ? defaultText : assumedValue;
    }

    /** Returns whether the text of the default is a value that holds for all objects. */
    public boolean hasConstantDefault() {
        return assumedValue != null && defaultText.isEmpty();
    }

    /** Returns whether all servers have the same default. */
    public boolean hasServerIndependentDefault() {
        return hasServerIndependentDefault;
    }

    public PropertyFormat format() {
        return format;
    }

    public Alteration alteration() {
        return alteration;
    }

    public RunModes alterableModes() {
        return alterableModes;
    }

    public boolean isAlterRefused() {
        return isAlterRefused;
    }

    /** Returns whether the value removes the property of a materialized view. */
    public boolean isRemovedBy(String value) {
        return isRemovedByEmpty && value.isEmpty();
    }

    /** Returns whether a change by ALTER has any effect. */
    public boolean hasAlterEffect() {
        return hasAlterEffect;
    }

    /** Returns the other name of the property in ALTER; empty if the property has only one name. */
    public String alterName() {
        return alterName;
    }

    /** Returns whether ALTER accepts only the other name. */
    public boolean isRenamedInAlter() {
        return isRenamedInAlter;
    }

    public ChangeCost cost() {
        return cost;
    }

    /**
     * Returns the work that a change costs on a server. Only a shared-data server runs a hidden job for a change of
     * tablets.
     */
    public ChangeCost cost(ServerProfile profile) {
        return cost == ChangeCost.HIDDEN_JOB && !profile.isSharedData() ? ChangeCost.IMMEDIATE : cost;
    }

    /** Returns the value with which ALTER resets the property; empty if there is no such value. */
    public Optional<String> resetValue() {
        return Optional.ofNullable(resetValue);
    }

    /**
     * Returns the value that an absent property has. Empty if ALTER also stores a value that the property has already.
     */
    public Optional<String> initialValue() {
        return Optional.ofNullable(initialValue);
    }

    /** Returns the role of the property in limiting the partitions that the server keeps; empty if it has none. */
    public Optional<RetentionRole> retentionRole() {
        return Optional.ofNullable(retentionRole);
    }

    /**
     * Returns the value with which the property deletes no partitions; empty if the property alone never deletes any.
     */
    public Optional<String> unlimitedValue() {
        return Optional.ofNullable(unlimitedValue);
    }

    /** Returns whether CREATE knows the property. */
    public boolean isKnownToCreate(ServerProfile profile) {
        return profile.isAtLeast(firstVersion) && createModes.includes(profile);
    }

    /** Returns whether CREATE knows the property with a value. */
    public boolean isKnownToCreate(ServerProfile profile, String value) {
        return profile.isAtLeast(firstVersion(value)) && createModes.includes(profile);
    }

    /** Returns the first version that knows the property with a value. */
    public Version firstVersion(String value) {
        return value.isEmpty() && firstVersionForEmpty.isAtLeast(firstVersion) ? firstVersionForEmpty : firstVersion;
    }

    /**
     * Returns the condition under which CREATE knows the property; empty if CREATE knows the property for all objects.
     */
    public Optional<PropertyCondition> knownCondition() {
        return Optional.ofNullable(knownCondition);
    }

    /** Returns whether CREATE knows the property for the object. */
    public boolean isKnownToCreate(PropertyOwner owner) {
        return isKnownToCreate(owner.profile()) && (knownCondition == null || knownCondition.isMet(owner));
    }

    /** Validates a value in CREATE, and returns the text that the server stores. */
    public String resolveCreated(PropertyTarget target, PropertyValue value) {
        String resolvedText = resolve(target, value.withText(normalizeCreated(target, value)));
        return keepsTextInCreate ? value.text() : resolvedText;
    }

    /** Validates a value of a new partition. */
    public void checkCreated(ServerProfile profile, PropertyValue value) {
        normalizeCreated(PropertyOwner.of(profile), value);
    }

    private String normalizeCreated(PropertyOwner owner, PropertyValue value) {
        checkRequirements(CheckTime.BEFORE_CREATE_VALIDATION, owner, value);
        String normalizedText = format.normalize(value);
        checkRequirements(CheckTime.AFTER_CREATE_VALIDATION, owner, value.withText(normalizedText));
        return normalizedText;
    }

    private String resolve(PropertyTarget target, PropertyValue value) {
        return resolver == null ? value.text() : resolver.resolve(target, value);
    }

    private void checkRequirements(CheckTime time, PropertyOwner owner, PropertyValue value) {
        for (PropertyRequirement requirement : requirementsByTime.getOrDefault(time, List.of())) {
            requirement.requireMet(owner, value, time);
        }
    }

    /** Returns whether the server stores the property. */
    public boolean isStored(ServerProfile profile) {
        return storedModes.includes(profile);
    }

    /** Returns whether a new table stores a value. */
    public boolean isStored(PropertyOwner owner, String value) {
        return isStored(owner.profile()) && hasEffect(owner) && !isOmitted(value);
    }

    /** Returns whether the object meets the condition under which the property has an effect. */
    public boolean hasEffect(PropertyOwner owner) {
        return storedCondition == null || storedCondition.isMet(owner);
    }

    /** Returns whether SHOW CREATE prints a value of the table. */
    public boolean isShown(ServerProfile profile, Table table, String value) {
        return shownModes.includes(profile)
                && (value.isEmpty() ? isShownWhenEmpty : !value.equalsIgnoreCase(omittedValue))
                && hasEffect(PropertyOwner.of(profile, table))
                && (switchProperty == null || switchProperty.isTrueIn(table.properties()));
    }

    /** Returns whether CREATE has to declare the property for the table to have the value. */
    public boolean requiresDeclaration(ServerProfile profile, Table table, String value) {
        return isKnownToCreate(profile)
                && !isOmitted(value)
                && hasEffect(PropertyOwner.of(profile, table))
                && (switchProperty == null || switchProperty.isTrueIn(table.properties()));
    }

    /** Returns whether the server treats the value like an absent property. */
    public boolean isOmitted(String value) {
        return value.isEmpty() || (defaultText().isEmpty() && value.equalsIgnoreCase(omittedValue));
    }

    /** Returns whether ALTER knows the property. */
    public boolean isKnownToAlter(ServerProfile profile) {
        return profile.isAtLeast(firstVersion) && (alteration != Alteration.NONE || isAlterRefused);
    }

    /** Returns whether ALTER can change the property to a valid value. */
    public boolean isAlterable(ServerProfile profile) {
        return profile.isAtLeast(firstVersion) && alteration != Alteration.NONE && alterableModes.includes(profile);
    }

    /** Validates a value in ALTER, and returns the text that the server stores. */
    public String resolveAltered(PropertyTarget target, PropertyValue value) {
        checkRequirements(CheckTime.BEFORE_ALTER_VALIDATION, target, value);
        PropertyValue normalizedValue =
                value.withText((alteredFormat == null ? format : alteredFormat).normalize(value));
        checkRequirements(CheckTime.AFTER_ALTER_VALIDATION, target, normalizedValue);
        String resolvedText = resolve(target, normalizedValue);
        return keepsTextInAlter ? value.text() : resolvedText;
    }

    /** Applies the checks that the server makes when it executes a change. */
    public void checkChange(PropertyOwner owner, PropertyValue value) {
        checkRequirements(CheckTime.AT_EXECUTION, owner, value);
    }

    /**
     * Returns the canonical text of a stored value, which is the same for all values with the same meaning. Returns an
     * empty text if the value means the same as an absent property.
     */
    public String canonicalize(String value) {
        String canonicalValue = format.canonicalize(value);
        return resetValue != null && meansAbsentWhenReset() && canonicalValue.equals(format.canonicalize(resetValue))
                ? ""
                : canonicalValue;
    }

    /**
     * Returns whether the reset value means the same as an absent property. For other properties of a table, the
     * default may differ from the reset value.
     */
    private boolean meansAbsentWhenReset() {
        return ownerKind == OwnerKind.MATERIALIZED_VIEW || unlimitedValue != null || resetMeansAbsent;
    }
}
