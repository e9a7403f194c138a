package dev.cairn.engine.property;

import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.property.PropertyDefinition.Alteration;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.PropertyDefinition.RunModes;
import dev.cairn.engine.property.PropertyRequirement.CheckTime;
import dev.cairn.profile.ServerProfile.Version;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The builder with which the entries of {@link KnownProperty} create their definitions. By default, all servers know
 * the property, every text is valid, SHOW CREATE prints what is stored, and ALTER refuses the property.
 */
final class PropertyDefinitionBuilder {
    private final PropertyDefinition definition;

    PropertyDefinitionBuilder(OwnerKind ownerKind) {
        this.definition = new PropertyDefinition(ownerKind);
    }

    PropertyDefinition build() {
        return definition;
    }

    /** Sets the first version that knows the property. */
    PropertyDefinitionBuilder since(Version version) {
        definition.firstVersion = version;
        return this;
    }

    /** Sets the first version whose CREATE knows the property with an empty value. */
    PropertyDefinitionBuilder emptySince(Version version) {
        definition.firstVersionForEmpty = version;
        return this;
    }

    /** Sets the servers that support the property: CREATE knows and stores it, SHOW prints it, and ALTER changes it. */
    PropertyDefinitionBuilder supportedOnly(RunModes modes) {
        definition.createModes = modes;
        definition.storedModes = modes;
        definition.shownModes = modes;
        definition.alterableModes = modes;
        return this;
    }

    /** Sets the servers on which the property has an effect; other servers accept and ignore the property. */
    PropertyDefinitionBuilder storedOnly(RunModes modes) {
        definition.storedModes = modes;
        definition.shownModes = modes;
        return this;
    }

    /** CREATE accepts the property, which has no effect. */
    PropertyDefinitionBuilder ignored() {
        return storedOnly(RunModes.NONE);
    }

    /** CREATE refuses the property. */
    PropertyDefinitionBuilder notCreated() {
        definition.createModes = RunModes.NONE;
        return this;
    }

    /** CREATE reads the property after it has built the rollups of the table. */
    PropertyDefinitionBuilder readAfterRollups() {
        definition.isReadAfterRollups = true;
        return this;
    }

    /** CREATE reads the property together with the other one. */
    PropertyDefinitionBuilder readWith(KnownProperty otherProperty) {
        definition.leadingProperty = otherProperty;
        return this;
    }

    /** Sets the name of the property in older servers, which CREATE still accepts. */
    PropertyDefinitionBuilder formerName(String name) {
        definition.formerName = name;
        return this;
    }

    /** SHOW CREATE never prints the property. Must follow the methods that set the servers, which would undo it. */
    PropertyDefinitionBuilder hidden() {
        definition.shownModes = RunModes.NONE;
        return this;
    }

    /**
     * CREATE stores the property, and SHOW CREATE prints it, only for objects that meet the condition; for other
     * objects, the property has no effect.
     */
    PropertyDefinitionBuilder storedIf(PropertyCondition condition) {
        definition.storedCondition = condition;
        return this;
    }

    /** CREATE knows the property only for objects that meet the condition. */
    PropertyDefinitionBuilder knownIf(PropertyCondition condition) {
        definition.knownCondition = condition;
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
        definition
                .requirementsByTime
                .computeIfAbsent(time, ignored -> new ArrayList<>())
                .add(requirement);
        return this;
    }

    /** SHOW CREATE prints the property only if the other one is true. */
    PropertyDefinitionBuilder shownIf(KnownProperty otherProperty) {
        definition.switchProperty = otherProperty;
        return this;
    }

    /** Sets the value that CREATE does not store and SHOW CREATE does not print. */
    PropertyDefinitionBuilder omitted(String value) {
        definition.omittedValue = value;
        return this;
    }

    /** Sets the value that the server stores if CREATE omits the property. */
    PropertyDefinitionBuilder assumes(String value) {
        definition.assumedValue = value;
        return this;
    }

    /**
     * Sets the values that the server stores if CREATE omits the property: one for servers since a version, another for
     * older servers.
     */
    PropertyDefinitionBuilder assumesSince(Version version, String value, String olderValue) {
        definition.firstVersionOfAssumedValue = version;
        definition.olderAssumedValue = olderValue;
        return assumes(value);
    }

    /** Describes a default that depends on the cluster or on the object. */
    PropertyDefinitionBuilder defaultIs(String text) {
        definition.defaultText = text;
        return this;
    }

    PropertyDefinitionBuilder format(PropertyFormat newFormat) {
        definition.format = newFormat;
        return this;
    }

    /** Sets the format of values in ALTER, if it differs from the format in CREATE. */
    PropertyDefinitionBuilder alteredFormat(PropertyFormat newFormat) {
        definition.alteredFormat = newFormat;
        return this;
    }

    /** Sets the resolver of the names in a value. */
    PropertyDefinitionBuilder resolver(PropertyResolver newResolver) {
        definition.resolver = newResolver;
        return this;
    }

    /** Sets the function that returns the default for an object, or empty if the object has no default. */
    PropertyDefinitionBuilder assumesFor(Function<PropertyTarget, Optional<String>> newDefaultFinder) {
        definition.defaultFinder = newDefaultFinder;
        return this;
    }

    /** All servers have the same default, so an omitted property differs from a property with any other value. */
    PropertyDefinitionBuilder serverIndependentDefault() {
        definition.hasServerIndependentDefault = true;
        return this;
    }

    /** SHOW CREATE prints the property even if its value is empty. */
    PropertyDefinitionBuilder shownWhenEmpty() {
        definition.isShownWhenEmpty = true;
        return this;
    }

    /**
     * ALTER changes the property; {@code newResetValue} is the value that resets the property, or null if no value
     * does.
     */
    PropertyDefinitionBuilder altered(Alteration kind, @Nullable String newResetValue) {
        definition.alteration = kind;
        definition.resetValue = newResetValue;
        return this;
    }

    /** Sets the servers whose ALTER changes the property. */
    PropertyDefinitionBuilder alterableOnly(RunModes modes) {
        definition.alterableModes = modes;
        return this;
    }

    /** ALTER knows the property, but refuses any change of it. */
    PropertyDefinitionBuilder alterRefused() {
        definition.isAlterRefused = true;
        return this;
    }

    /** The reset value means the same as an absent property, although SHOW CREATE prints the value. */
    PropertyDefinitionBuilder resetMeansAbsent() {
        definition.resetMeansAbsent = true;
        return this;
    }

    /**
     * ALTER stores a value only if it differs from the current value, which is {@code value} if the property is absent.
     */
    PropertyDefinitionBuilder initialValue(String value) {
        definition.initialValue = value;
        return this;
    }

    /** ALTER stores the text as written, while CREATE stores the normal form. */
    PropertyDefinitionBuilder alterKeepsText() {
        definition.keepsTextInAlter = true;
        return this;
    }

    /** CREATE stores the text as written, while ALTER stores the normal form. */
    PropertyDefinitionBuilder createKeepsText() {
        definition.keepsTextInCreate = true;
        return this;
    }

    /**
     * An empty value removes the property of a materialized view. The server stores an empty value of any other
     * property.
     */
    PropertyDefinitionBuilder emptyRemoves() {
        definition.isRemovedByEmpty = true;
        return this;
    }

    /** ALTER accepts the property without any effect. */
    PropertyDefinitionBuilder alterIgnored() {
        definition.alteration = Alteration.CHECKED;
        definition.hasAlterEffect = false;
        return this;
    }

    /** Sets another name that ALTER accepts. */
    PropertyDefinitionBuilder alteredAs(String name) {
        definition.alterName = name;
        return this;
    }

    /** Sets the only name that ALTER accepts. */
    PropertyDefinitionBuilder alteredOnlyAs(String name) {
        definition.isRenamedInAlter = true;
        return alteredAs(name);
    }

    /** Sets the work that a change costs. */
    PropertyDefinitionBuilder costs(ChangeCost newCost) {
        definition.cost = newCost;
        return this;
    }

    /** Sets the role of the property in deleting partitions. */
    PropertyDefinitionBuilder retention(RetentionRole newRole) {
        definition.retentionRole = newRole;
        return this;
    }

    /** Sets the role of the property in deleting partitions, and the value with which the property deletes none. */
    PropertyDefinitionBuilder retention(RetentionRole newRole, String value) {
        definition.unlimitedValue = value;
        return retention(newRole);
    }
}
