package dev.cairn.engine.property;

import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.property.PropertyDefinition.Alteration;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.PropertyDefinition.RunModes;
import dev.cairn.engine.property.PropertyRequirement.CheckTime;
import dev.cairn.profile.ServerProfile.Version;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The builder with which the entries of {@link KnownProperty} create their definitions. By default, all servers know
 * the property, every text is valid, SHOW CREATE prints what is stored, and ALTER refuses the property.
 */
final class PropertyDefinitionBuilder {
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

    PropertyDefinitionBuilder(OwnerKind ownerKind) {
        this.ownerKind = ownerKind;
    }

    PropertyDefinition build() {
        return new PropertyDefinition(this);
    }

    /** Sets the first version that knows the property. */
    PropertyDefinitionBuilder since(Version version) {
        firstVersion = version;
        return this;
    }

    /** Sets the first version whose CREATE knows the property with an empty value. */
    PropertyDefinitionBuilder emptySince(Version version) {
        firstVersionForEmpty = version;
        return this;
    }

    /** Sets the servers that support the property: CREATE knows and stores it, SHOW prints it, and ALTER changes it. */
    PropertyDefinitionBuilder supportedOnly(RunModes modes) {
        createModes = modes;
        storedModes = modes;
        shownModes = modes;
        alterableModes = modes;
        return this;
    }

    /** Sets the servers on which the property has an effect; other servers accept and ignore the property. */
    PropertyDefinitionBuilder storedOnly(RunModes modes) {
        storedModes = modes;
        shownModes = modes;
        return this;
    }

    /** CREATE accepts the property, which has no effect. */
    PropertyDefinitionBuilder ignored() {
        return storedOnly(RunModes.NONE);
    }

    /** CREATE refuses the property. */
    PropertyDefinitionBuilder notCreated() {
        createModes = RunModes.NONE;
        return this;
    }

    /** CREATE reads the property after it has built the rollups of the table. */
    PropertyDefinitionBuilder readAfterRollups() {
        isReadAfterRollups = true;
        return this;
    }

    /** CREATE reads the property together with the other one. */
    PropertyDefinitionBuilder readWith(KnownProperty otherProperty) {
        leadingProperty = otherProperty;
        return this;
    }

    /** Sets the name of the property in older servers, which CREATE still accepts. */
    PropertyDefinitionBuilder formerName(String name) {
        formerName = name;
        return this;
    }

    /** SHOW CREATE never prints the property. Must follow the methods that set the servers, which would undo it. */
    PropertyDefinitionBuilder hidden() {
        shownModes = RunModes.NONE;
        return this;
    }

    /**
     * CREATE stores the property, and SHOW CREATE prints it, only for objects that meet the condition; for other
     * objects, the property has no effect.
     */
    PropertyDefinitionBuilder storedIf(PropertyCondition condition) {
        storedCondition = condition;
        return this;
    }

    /** CREATE knows the property only for objects that meet the condition. */
    PropertyDefinitionBuilder knownIf(PropertyCondition condition) {
        knownCondition = condition;
        return storedIf(condition);
    }

    /** Sets a condition without which CREATE refuses the property, regardless of its value. */
    PropertyDefinitionBuilder createRequires(PropertyRequirement requirement) {
        return requires(CheckTime.BEFORE_CREATE_VALIDATION, requirement);
    }

    /** Sets a condition without which CREATE refuses the property, unless it refuses the value itself. */
    PropertyDefinitionBuilder createRequiresAfterValidation(PropertyRequirement requirement) {
        return requires(CheckTime.AFTER_CREATE_VALIDATION, requirement);
    }

    /** Sets a condition without which ALTER refuses the property, regardless of its value. */
    PropertyDefinitionBuilder alterRequires(PropertyRequirement requirement) {
        return requires(CheckTime.BEFORE_ALTER_VALIDATION, requirement);
    }

    /** Sets a condition without which ALTER refuses the property, unless it refuses the value itself. */
    PropertyDefinitionBuilder alterRequiresAfterValidation(PropertyRequirement requirement) {
        return requires(CheckTime.AFTER_ALTER_VALIDATION, requirement);
    }

    /** Sets a condition that the server checks when it executes a change. */
    PropertyDefinitionBuilder executionRequires(PropertyRequirement requirement) {
        return requires(CheckTime.AT_EXECUTION, requirement);
    }

    private PropertyDefinitionBuilder requires(CheckTime time, PropertyRequirement requirement) {
        requirementsByTime.computeIfAbsent(time, ignored -> new ArrayList<>()).add(requirement);
        return this;
    }

    /** SHOW CREATE prints the property only if the other one is true. */
    PropertyDefinitionBuilder shownIf(KnownProperty otherProperty) {
        switchProperty = otherProperty;
        return this;
    }

    /** Sets the value that CREATE does not store and SHOW CREATE does not print. */
    PropertyDefinitionBuilder omitted(String value) {
        omittedValue = value;
        return this;
    }

    /** Sets the value that the server stores if CREATE omits the property. */
    PropertyDefinitionBuilder assumes(String value) {
        assumedValue = value;
        return this;
    }

    /**
     * Sets the values that the server stores if CREATE omits the property: one for servers since a version, another for
     * older servers.
     */
    PropertyDefinitionBuilder assumesSince(Version version, String value, String olderValue) {
        firstVersionOfAssumedValue = version;
        olderAssumedValue = olderValue;
        return assumes(value);
    }

    /** Describes a default that depends on the cluster or on the object. */
    PropertyDefinitionBuilder defaultIs(String text) {
        defaultText = text;
        return this;
    }

    PropertyDefinitionBuilder format(PropertyFormat newFormat) {
        format = newFormat;
        return this;
    }

    /** Sets the format of values in ALTER, if it differs from the format in CREATE. */
    PropertyDefinitionBuilder alteredFormat(PropertyFormat newFormat) {
        alteredFormat = newFormat;
        return this;
    }

    /** Sets the resolver of the names in a value. */
    PropertyDefinitionBuilder resolver(PropertyResolver newResolver) {
        resolver = newResolver;
        return this;
    }

    /** Sets the function that returns the default for an object, or empty if the object has no default. */
    PropertyDefinitionBuilder assumesFor(Function<PropertyTarget, Optional<String>> newDefaultFinder) {
        defaultFinder = newDefaultFinder;
        return this;
    }

    /** All servers have the same default, so an omitted property differs from a property with any other value. */
    PropertyDefinitionBuilder serverIndependentDefault() {
        hasServerIndependentDefault = true;
        return this;
    }

    /** SHOW CREATE prints the property even if its value is empty. */
    PropertyDefinitionBuilder shownWhenEmpty() {
        isShownWhenEmpty = true;
        return this;
    }

    /**
     * ALTER changes the property; {@code newResetValue} is the value that resets the property, or null if no value
     * does.
     */
    PropertyDefinitionBuilder altered(Alteration kind, @Nullable String newResetValue) {
        alteration = kind;
        resetValue = newResetValue;
        return this;
    }

    /** Sets the servers whose ALTER changes the property. */
    PropertyDefinitionBuilder alterableOnly(RunModes modes) {
        alterableModes = modes;
        return this;
    }

    /** ALTER knows the property, but refuses any change of it. */
    PropertyDefinitionBuilder alterRefused() {
        isAlterRefused = true;
        return this;
    }

    /** The reset value means the same as an absent property, although SHOW CREATE prints the value. */
    PropertyDefinitionBuilder resetMeansAbsent() {
        resetMeansAbsent = true;
        return this;
    }

    /**
     * ALTER stores a value only if it differs from the current value, which is {@code value} if the property is absent.
     */
    PropertyDefinitionBuilder initialValue(String value) {
        initialValue = value;
        return this;
    }

    /** ALTER stores the text as written, while CREATE stores the normal form. */
    PropertyDefinitionBuilder alterKeepsText() {
        keepsTextInAlter = true;
        return this;
    }

    /** CREATE stores the text as written, while ALTER stores the normal form. */
    PropertyDefinitionBuilder createKeepsText() {
        keepsTextInCreate = true;
        return this;
    }

    /**
     * An empty value removes the property of a materialized view. The server stores an empty value of any other
     * property.
     */
    PropertyDefinitionBuilder emptyRemoves() {
        isRemovedByEmpty = true;
        return this;
    }

    /** ALTER accepts the property without any effect. */
    PropertyDefinitionBuilder alterIgnored() {
        alteration = Alteration.CHECKED;
        hasAlterEffect = false;
        return this;
    }

    /** Sets another name that ALTER accepts. */
    PropertyDefinitionBuilder alteredAs(String name) {
        alterName = name;
        return this;
    }

    /** Sets the only name that ALTER accepts. */
    PropertyDefinitionBuilder alteredOnlyAs(String name) {
        isRenamedInAlter = true;
        return alteredAs(name);
    }

    /** Sets the work that a change costs. */
    PropertyDefinitionBuilder costs(ChangeCost newCost) {
        cost = newCost;
        return this;
    }

    /** Sets the role of the property in deleting partitions. */
    PropertyDefinitionBuilder retention(RetentionRole newRole) {
        retentionRole = newRole;
        return this;
    }

    /** Sets the role of the property in deleting partitions, and the value with which the property deletes none. */
    PropertyDefinitionBuilder retention(RetentionRole newRole, String value) {
        unlimitedValue = value;
        return retention(newRole);
    }
}
