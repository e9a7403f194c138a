package dev.cairn.processor.check.refusal;

import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.PropertyRule;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.RunMode;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.Property;
import java.util.Optional;

/**
 * Describes the remedy for a property that a server refuses: which servers, or which kinds of objects, support the
 * property. All answers come from {@link KnownProperty}, which also decides whether the engine refuses the property.
 *
 * @param profile the server that refuses the property
 * @param ownerKind the kind of object that declares the property
 */
record UnknownPropertyRemedy(ServerProfile profile, OwnerKind ownerKind) {
    /** Returns the remedy for a property that the server refuses, as the end of a message. */
    String describeRemedy(Property property) {
        RunMode otherRunMode = profile.runMode() == RunMode.SHARED_DATA ? RunMode.SHARED_NOTHING : RunMode.SHARED_DATA;
        if (KnownProperty.isKnown(property, ownerKind, profile)) {
            return describeRequirement(property);
        }
        if (KnownProperty.isKnown(property, ownerKind, profile.with(otherRunMode))) {
            return "; only servers that keep their data "
                    + (otherRunMode == RunMode.SHARED_DATA ? "in shared storage" : "on local disks")
                    + " support it: remove it, or declare only such servers, with runMode = " + otherRunMode.name()
                    + " in @Schema or in each of its targets";
        }
        Optional<Version> firstVersion = KnownProperty.findDefinition(property.name(), ownerKind)
                .map(definition -> definition.firstVersion(property.value()))
                .filter(version -> KnownProperty.isKnown(property, ownerKind, profile.with(version)));
        if (firstVersion.isPresent()) {
            return "; only servers since " + firstVersion.get()
                    + " support it: remove it, or declare only such servers, as with server = \""
                    + firstVersion.get()
                    + "\" in @Schema or in each of its targets";
        }
        boolean isTable = ownerKind == OwnerKind.TABLE;
        if (KnownProperty.isKnown(property, isTable ? OwnerKind.MATERIALIZED_VIEW : OwnerKind.TABLE, profile)) {
            return "; only " + (isTable ? "materialized views" : "tables") + " support it: remove it";
        }
        return describeUnknownProperty(property);
    }

    /**
     * Returns the remedy for a property that the server knows for this kind of object, but refuses for this object: the
     * object does not meet the condition of the property.
     */
    private String describeRequirement(Property property) {
        return KnownProperty.findDefinition(property.name(), ownerKind)
                .flatMap(PropertyDefinition::knownCondition)
                .map(condition -> "; only " + condition.messageObject() + " support it: remove it")
                .orElseGet(() -> describeUnknownProperty(property));
    }

    private String describeUnknownProperty(Property property) {
        return Suggestion.renderSuffix(
                property.name(), KnownProperty.findKnownNames(ownerKind, profile), "; correct its name, or remove it");
    }

    /** Returns whether the server refused a property because the property is unknown. */
    static boolean isUnknownPropertyRefusal(Refusal refusal) {
        return refusal.hasRule(PropertyRule.UNKNOWN_PROPERTIES);
    }
}
