package dev.cairn.engine.property;

import dev.cairn.catalog.Table;
import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.property.PropertyRequirement.CheckTime;
import dev.cairn.engine.property.PropertyValue.Origin;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Property;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a property for one kind of object: the servers that know it, the form of its values, the default,
 * when SHOW CREATE prints it, and how ALTER changes it. Only the entries of {@link KnownProperty} create uses; by
 * default, all servers know the property, every text is valid, SHOW CREATE prints what is stored, and ALTER refuses the
 * property.
 */
public final class PropertyUse {
    /** A kind of object, or a load. */
    public enum Holder {
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
                case SHARED_NOTHING -> !profile.sharedData();
                case SHARED_DATA -> profile.sharedData();
                case NONE -> false;
            };
        }
    }

    /** The treatment of the property by ALTER. */
    public enum Alteration {
        NONE,
        /** The server validates the value before it carries the statement out. */
        CHECKED,
        /** The server validates the value when it carries the statement out. */
        DEFERRED
    }

    private final Holder holder;
    private Version since = Version.V3_5;
    private Version emptySince = Version.V3_5;
    private RunModes createModes = RunModes.ALL;
    private RunModes storedModes = RunModes.ALL;
    private RunModes shownModes = RunModes.ALL;
    private boolean isReadAfterRollups;
    private @Nullable KnownProperty readWithProperty;
    private String formerName = "";
    private @Nullable PropertyCondition knownCondition;
    private @Nullable PropertyCondition storedCondition;
    private final Map<CheckTime, List<PropertyRequirement>> requirements = new EnumMap<>(CheckTime.class);
    private @Nullable KnownProperty shownWithProperty;
    private String omittedValue = "";
    private @Nullable String assumedValue;
    private @Nullable Version assumedValueSince;
    private @Nullable String olderAssumedValue;
    private String defaultText = "";
    private PropertyFormat form = BasicPropertyFormat.TEXT;
    private @Nullable PropertyFormat alteredForm;
    private @Nullable PropertyResolver resolver;
    private Function<PropertyTarget, Optional<String>> defaultFinder = target -> Optional.empty();
    private Alteration alteration = Alteration.NONE;
    private RunModes alterableModes = RunModes.ALL;
    private boolean isAlterRefused;
    private boolean keepsTextInCreate;
    private boolean isRemovedByEmpty;
    private boolean keepsTextInAlter;
    private boolean isEffective = true;
    private String alterName = "";
    private boolean isRenamedInAlter;
    private ChangeCost cost = ChangeCost.IMMEDIATE;
    private @Nullable String resetValue;
    private boolean isOffByDefault;
    private boolean hasFixedDefault;
    private @Nullable String initialValue;
    private @Nullable RetentionForm retention;
    private @Nullable String unlimitedValue;

    private PropertyUse(Holder holder) {
        this.holder = holder;
    }

    static PropertyUse of(Holder holder) {
        return new PropertyUse(holder);
    }

    // The notation of an entry

    /** Sets the first version that knows the property. */
    PropertyUse since(Version version) {
        since = version;
        return this;
    }

    /** Sets the first version whose CREATE knows the property with an empty value. */
    PropertyUse emptySince(Version version) {
        emptySince = version;
        return this;
    }

    /** Sets the servers whose CREATE knows, stores and shows the property. */
    PropertyUse only(RunModes modes) {
        createModes = modes;
        storedModes = modes;
        shownModes = modes;
        alterableModes = modes;
        return this;
    }

    /** Sets the servers on which the property has an effect; the others accept and ignore it. */
    PropertyUse storedOnly(RunModes modes) {
        storedModes = modes;
        shownModes = modes;
        return this;
    }

    /** CREATE accepts the property, which has no effect. */
    PropertyUse ignored() {
        return storedOnly(RunModes.NONE);
    }

    /** CREATE refuses the property. */
    PropertyUse notCreated() {
        createModes = RunModes.NONE;
        return this;
    }

    /** CREATE reads the property after it has built the rollups of the table. */
    PropertyUse readAfterRollups() {
        isReadAfterRollups = true;
        return this;
    }

    /** CREATE reads the property together with the other one. */
    PropertyUse readWith(KnownProperty other) {
        readWithProperty = other;
        return this;
    }

    /** Sets the name that older servers gave to the property, and that CREATE still accepts for it. */
    PropertyUse formerName(String name) {
        formerName = name;
        return this;
    }

    /** SHOW CREATE never prints the property. */
    PropertyUse hidden() {
        shownModes = RunModes.NONE;
        return this;
    }

    /**
     * CREATE stores the property, and SHOW CREATE prints it, only for objects that meet the condition; the others
     * ignore it.
     */
    PropertyUse storedWith(PropertyCondition required) {
        storedCondition = required;
        return this;
    }

    /** CREATE knows the property only for objects that meet the condition. */
    PropertyUse knownWith(PropertyCondition required) {
        knownCondition = required;
        return storedWith(required);
    }

    /** Sets a condition without which CREATE refuses the property, whatever its value. */
    PropertyUse createRequires(PropertyRequirement requirement) {
        return requires(CheckTime.CREATE, requirement);
    }

    /** Sets a condition without which CREATE refuses the property, unless it refuses the value itself. */
    PropertyUse validCreateRequires(PropertyRequirement requirement) {
        return requires(CheckTime.CREATE_VALID, requirement);
    }

    /** Sets a condition without which ALTER refuses the property, whatever its value. */
    PropertyUse alterRequires(PropertyRequirement requirement) {
        return requires(CheckTime.ALTER, requirement);
    }

    /** Sets a condition without which ALTER refuses the property, unless it refuses the value itself. */
    PropertyUse validAlterRequires(PropertyRequirement requirement) {
        return requires(CheckTime.ALTER_VALID, requirement);
    }

    /** Sets a condition that the server checks when it carries a change out. */
    PropertyUse changeRequires(PropertyRequirement requirement) {
        return requires(CheckTime.CHANGE, requirement);
    }

    private PropertyUse requires(CheckTime time, PropertyRequirement requirement) {
        requirements.computeIfAbsent(time, ignored -> new ArrayList<>()).add(requirement);
        return this;
    }

    /** SHOW CREATE prints the property only if the other one is true. */
    PropertyUse shownWith(KnownProperty other) {
        shownWithProperty = other;
        return this;
    }

    /** Sets the value with which the property is neither stored by CREATE nor printed. */
    PropertyUse omitted(String value) {
        omittedValue = value;
        return this;
    }

    /** Sets the value that the server stores if CREATE omits the property. */
    PropertyUse assumes(String value) {
        assumedValue = value;
        return this;
    }

    /** Sets the values that newer servers, and all others, store if CREATE omits the property. */
    PropertyUse assumesSince(Version version, String value, String olderValue) {
        assumedValueSince = version;
        olderAssumedValue = olderValue;
        return assumes(value);
    }

    /** Describes a default that depends on the cluster or on the object. */
    PropertyUse defaultIs(String text) {
        defaultText = text;
        return this;
    }

    PropertyUse form(PropertyFormat newForm) {
        form = newForm;
        return this;
    }

    /** Sets the form of values in ALTER, if it differs from that in CREATE. */
    PropertyUse alteredForm(PropertyFormat newForm) {
        alteredForm = newForm;
        return this;
    }

    /** Sets the resolver of the names in a value. */
    PropertyUse resolver(PropertyResolver newResolver) {
        resolver = newResolver;
        return this;
    }

    /** Sets the default of an object, as far as it has one. */
    PropertyUse assumesFor(Function<PropertyTarget, Optional<String>> newDefault) {
        defaultFinder = newDefault;
        return this;
    }

    /** All servers have the same default, so an omitted property differs from one with another value. */
    PropertyUse defaultIsFixed() {
        hasFixedDefault = true;
        return this;
    }

    /** Returns whether all servers have the same default. */
    public boolean hasFixedDefault() {
        return hasFixedDefault;
    }

    /** ALTER changes the property; {@code newResetValue} is the value that takes it back, null if none does. */
    PropertyUse altered(Alteration kind, @Nullable String newResetValue) {
        alteration = kind;
        resetValue = newResetValue;
        return this;
    }

    /** Sets the servers whose ALTER changes the property. */
    PropertyUse alterableOnly(RunModes modes) {
        alterableModes = modes;
        return this;
    }

    /** Sets the rule with which ALTER refuses the property, unless it is unknown to ALTER. */
    PropertyUse alterRefused() {
        isAlterRefused = true;
        return this;
    }

    /** The value that takes the property back means the same as an absent property, although the server prints it. */
    PropertyUse offByDefault() {
        isOffByDefault = true;
        return this;
    }

    /**
     * ALTER stores a value only if it differs from the present one, which is {@code value} if the property is absent.
     */
    PropertyUse initialValue(String value) {
        initialValue = value;
        return this;
    }

    /** ALTER stores the text as written, and CREATE the normal form. */
    PropertyUse alterKeepsText() {
        keepsTextInAlter = true;
        return this;
    }

    /** CREATE stores the text as written, and ALTER the normal form. */
    PropertyUse createKeepsText() {
        keepsTextInCreate = true;
        return this;
    }

    /** An empty value removes the property of a materialized view; the server stores that of other properties. */
    PropertyUse emptyRemoves() {
        isRemovedByEmpty = true;
        return this;
    }

    /** ALTER accepts the property without any effect. */
    PropertyUse alterIgnored() {
        alteration = Alteration.CHECKED;
        isEffective = false;
        return this;
    }

    /** Sets another name that ALTER accepts. */
    PropertyUse alteredAs(String name) {
        alterName = name;
        return this;
    }

    /** Sets the only name that ALTER accepts. */
    PropertyUse alteredOnlyAs(String name) {
        isRenamedInAlter = true;
        return alteredAs(name);
    }

    /** Sets the work that a change costs. */
    PropertyUse costs(ChangeCost newCost) {
        cost = newCost;
        return this;
    }

    /** The server deletes partitions by the property. */
    PropertyUse retention(RetentionForm newForm) {
        retention = newForm;
        return this;
    }

    /** The server deletes partitions by the property; with {@code value} it deletes none. */
    PropertyUse retention(RetentionForm newForm, String value) {
        unlimitedValue = value;
        return retention(newForm);
    }

    // The facts of an entry

    public Holder holder() {
        return holder;
    }

    public Version since() {
        return since;
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

    public boolean isReadAfterRollups() {
        return isReadAfterRollups;
    }

    /** Returns the property with which CREATE reads this one; empty if it reads it alone. */
    public Optional<KnownProperty> readWith() {
        return Optional.ofNullable(readWithProperty);
    }

    /** Returns the former name that CREATE still accepts; empty if the property was never renamed. */
    public String formerName() {
        return formerName;
    }

    /** Returns the condition under which the property has an effect; empty if it always has one. */
    public Optional<PropertyCondition> storedWith() {
        return Optional.ofNullable(storedCondition);
    }

    /** Returns the property that must be true for this one to be shown. */
    public Optional<KnownProperty> shownWith() {
        return Optional.ofNullable(shownWithProperty);
    }

    public String omitted() {
        return omittedValue;
    }

    /** Returns the value that the server stores if CREATE omits the property; null if it stores none. */
    public @Nullable String assumed(PropertyTarget target) {
        String fixedValue = assumedValueSince == null || target.profile().atLeast(assumedValueSince)
                ? assumedValue
                : olderAssumedValue;
        return fixedValue == null ? defaultFinder.apply(target).orElse(null) : fixedValue;
    }

    /** Returns the description of the default; empty if the property has no default. */
    public String defaultText() {
        return assumedValue == null || !defaultText.isEmpty() ? defaultText : assumedValue;
    }

    /** Returns whether the default is a value, the same for all objects and servers. */
    public boolean isDefaultValue() {
        return assumedValue != null && defaultText.isEmpty();
    }

    public PropertyFormat form() {
        return form;
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

    /** Returns whether a change has any effect. */
    public boolean isEffective() {
        return isEffective;
    }

    /** Returns the other name of the property in ALTER, empty if it has none. */
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

    /** Returns the work that a change costs on a server; only a shared-data server changes tablets by a hidden job. */
    public ChangeCost cost(ServerProfile profile) {
        return cost == ChangeCost.HIDDEN_JOB && !profile.sharedData() ? ChangeCost.IMMEDIATE : cost;
    }

    /** Returns the value that takes the property back; empty if none does. */
    public Optional<String> resetValue() {
        return Optional.ofNullable(resetValue);
    }

    /**
     * Returns the value that an absent property has, if ALTER ignores a value that is already present; empty otherwise.
     */
    public Optional<String> initialValue() {
        return Optional.ofNullable(initialValue);
    }

    /** Returns how the property limits the partitions that the server keeps; empty if it does not. */
    public Optional<RetentionForm> retention() {
        return Optional.ofNullable(retention);
    }

    /**
     * Returns the value with which the server deletes no partitions; empty if it deletes none by this property alone.
     */
    public Optional<String> unlimitedValue() {
        return Optional.ofNullable(unlimitedValue);
    }

    /** Returns whether CREATE knows the property. */
    public boolean isKnown(ServerProfile profile) {
        return profile.atLeast(since) && createModes.includes(profile);
    }

    /** Returns whether CREATE knows the property with a value. */
    public boolean isKnown(ServerProfile profile, String value) {
        return profile.atLeast(since(value)) && createModes.includes(profile);
    }

    /** Returns the first version that knows the property with a value. */
    public Version since(String value) {
        return value.isEmpty() && emptySince.atLeast(since) ? emptySince : since;
    }

    /** Returns the condition under which CREATE knows the property; empty if it knows it for all objects. */
    public Optional<PropertyCondition> knownWith() {
        return Optional.ofNullable(knownCondition);
    }

    /** Returns whether CREATE knows the property for the object. */
    public boolean isKnown(PropertyOwner owner) {
        return isKnown(owner.profile()) && (knownCondition == null || knownCondition.isMet(owner));
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
        require(CheckTime.CREATE, owner, value);
        String normalizedText = form.normalize(value);
        require(CheckTime.CREATE_VALID, owner, value.withText(normalizedText));
        return normalizedText;
    }

    private String resolve(PropertyTarget target, PropertyValue value) {
        return resolver == null ? value.text() : resolver.resolve(target, value);
    }

    private void require(CheckTime time, PropertyOwner owner, PropertyValue value) {
        for (PropertyRequirement requirement : requirements.getOrDefault(time, List.of())) {
            requirement.check(owner, value, time);
        }
    }

    /** Returns whether the server stores the property. */
    public boolean isStored(ServerProfile profile) {
        return storedModes.includes(profile);
    }

    /** Returns whether a new table stores a value. */
    public boolean isStored(PropertyOwner owner, String value) {
        return isStored(owner.profile()) && hasEffect(owner) && !omits(value);
    }

    /** Returns whether the object meets the condition under which the property has an effect. */
    public boolean hasEffect(PropertyOwner owner) {
        return storedCondition == null || storedCondition.isMet(owner);
    }

    /** Returns whether SHOW CREATE prints a value of the table. */
    public boolean isShown(ServerProfile profile, Table table, String value) {
        return shownModes.includes(profile)
                && !value.isEmpty()
                && !value.equalsIgnoreCase(omittedValue)
                && hasEffect(PropertyOwner.of(profile, table))
                && (shownWithProperty == null || shownWithProperty.isTrue(table.properties()));
    }

    /** Returns whether CREATE has to declare the property for a value of the table. */
    public boolean mustBeDeclared(ServerProfile profile, Table table, String value) {
        return isKnown(profile)
                && !omits(value)
                && hasEffect(PropertyOwner.of(profile, table))
                && (shownWithProperty == null || shownWithProperty.isTrue(table.properties()));
    }

    /** Returns whether the server treats the value like an absent property. */
    public boolean omits(String value) {
        return value.isEmpty() || (defaultText().isEmpty() && value.equalsIgnoreCase(omittedValue));
    }

    /** Returns whether ALTER knows the property. */
    public boolean isKnownToAlter(ServerProfile profile) {
        return profile.atLeast(since) && (alteration != Alteration.NONE || isAlterRefused);
    }

    /** Returns whether ALTER can change the property to a valid value. */
    public boolean isAlterable(ServerProfile profile) {
        return profile.atLeast(since) && alteration != Alteration.NONE && alterableModes.includes(profile);
    }

    /** Validates a value in ALTER, and returns the text that the server stores. */
    public String resolveAltered(PropertyTarget target, PropertyValue value) {
        require(CheckTime.ALTER, target, value);
        PropertyValue normalizedValue = value.withText((alteredForm == null ? form : alteredForm).normalize(value));
        require(CheckTime.ALTER_VALID, target, normalizedValue);
        String resolvedText = resolve(target, normalizedValue);
        return keepsTextInAlter ? value.text() : resolvedText;
    }

    /** Applies the checks that the server makes when it carries a change out. */
    public void requireChangeable(PropertyOwner owner, PropertyValue value) {
        require(CheckTime.CHANGE, owner, value);
    }

    /**
     * Returns the canonical text of a stored value, which is equal for values of the same meaning. It is empty if the
     * value means the same as an absent property.
     */
    public String canonicalize(String value) {
        String canonicalValue = form.canonicalize(value);
        return resetValue != null && meansAbsentWhenReset() && canonicalValue.equals(form.canonicalize(resetValue))
                ? ""
                : canonicalValue;
    }

    /** A table without a property may have another default than the value by which the property is taken back. */
    private boolean meansAbsentWhenReset() {
        return holder == Holder.MATERIALIZED_VIEW || unlimitedValue != null || isOffByDefault;
    }

    /** Checks the properties of an INSERT, which are those of any load. */
    public static void checkInsertProperties(List<Property> properties) {
        for (Property property : properties) {
            PropertyValue value = new PropertyValue(property, Origin.LOAD, property.span());
            PropertyUse propertyUse = KnownProperty.findUse(property.name(), Holder.LOAD)
                    .orElseThrow(() -> value.createRefusal(PropertyRule.UNKNOWN_PROPERTIES, property.name()));
            if (!property.isPlaceholder()) {
                propertyUse.form().normalize(value);
            }
        }
    }
}
