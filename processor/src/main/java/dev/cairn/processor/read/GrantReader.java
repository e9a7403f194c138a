package dev.cairn.processor.read;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredRole.DeclaredGrant;
import dev.cairn.processor.model.DeclaredRole.GrantedObject;
import dev.cairn.processor.model.DeclaredRole.GrantedPrivilege;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.FragmentReader;
import dev.cairn.processor.read.annotation.ReadAttempts;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement.GrantTarget;
import dev.cairn.sql.ast.AccessStatement.UserReference;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Placeholder;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;

/**
 * Reads the privileges that {@code @Grant} grants to a role, and the objects on which it grants them.
 *
 * @param declarationByRecordName the objects of the schema that could be read
 * @param hasAllObjects whether all objects of the schema could be read
 */
record GrantReader(
        CompileContext compileContext,
        Findings findings,
        Map<JavaClassName, ObjectDeclaration> declarationByRecordName,
        boolean hasAllObjects) {
    private static final List<String> TARGET_ATTRIBUTES = List.of("on", "onAll", "onObject");

    /**
     * Reads an annotation. Objects that can't be read are omitted from the result.
     *
     * @throws UnreadableDeclarationException if the annotation does not have privileges and exactly one attribute with
     *     objects, which is reported, or if it names a missing type, which a later round may provide
     */
    DeclaredGrant read(WrittenAnnotation grantAnnotation) {
        List<String> presentAttributes = TARGET_ATTRIBUTES.stream()
                .filter(attributeName -> !grantAnnotation.values(attributeName).isEmpty())
                .toList();
        if (presentAttributes.isEmpty()) {
            findings.add(CompileRule.INCOMPLETE, grantAnnotation.place(), "@Grant", "on, onAll or onObject");
        } else if (presentAttributes.size() > 1) {
            findings.add(
                    CompileRule.CONTRADICTION,
                    grantAnnotation.place(presentAttributes.get(1)),
                    presentAttributes.get(0),
                    presentAttributes.get(1));
        }
        List<GrantedPrivilege> privileges = readPrivileges(grantAnnotation);
        if (privileges.isEmpty()) {
            findings.add(CompileRule.INCOMPLETE, grantAnnotation.place(), "@Grant", "a privilege");
        }
        if (presentAttributes.size() != 1 || privileges.isEmpty()) {
            throw UnreadableDeclarationException.ofReported();
        }
        List<GrantedObject> grantedObjects = new ArrayList<>();
        ReadAttempts readAttempts = new ReadAttempts();
        for (AnnotationValue value : grantAnnotation.values("on")) {
            readAttempts.run(() -> grantedObjects.add(readObject(value, grantAnnotation.place(value))));
        }
        for (AnnotationValue value : grantAnnotation.values("onAll")) {
            grantedObjects.add(readAllObjects(WrittenAnnotation.constantName(value), grantAnnotation.place(value)));
        }
        for (WrittenAnnotation.Text text : grantAnnotation.texts("onObject")) {
            readAttempts.run(() -> grantedObjects.addAll(readNamedObjects(text)));
        }
        readAttempts.throwIfDeferrable();
        return new DeclaredGrant(privileges, grantedObjects, grantAnnotation.isTrue("withGrantOption"));
    }

    private static List<GrantedPrivilege> readPrivileges(WrittenAnnotation grantAnnotation) {
        return grantAnnotation.values("value").stream()
                .map(value -> new GrantedPrivilege(
                        Privilege.valueOf(WrittenAnnotation.constantName(value)), grantAnnotation.place(value)))
                .toList();
    }

    private GrantedObject readObject(AnnotationValue value, Place place) {
        TypeElement type = compileContext.findNamedType(value, place);
        if (type == null) {
            throw UnreadableDeclarationException.report(findings, CompileRule.GRANT_OBJECT, place, value.getValue());
        }
        ObjectDeclaration declaration = declarationByRecordName.get(compileContext.toJavaName(type));
        if (declaration == null) {
            if (hasAllObjects) {
                findings.add(CompileRule.GRANT_OBJECT, place, compileContext.toJavaName(type));
            }
            throw UnreadableDeclarationException.ofReported();
        }
        if (declaration.kind() == Kind.EXTERNAL) {
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.EXTERNAL_GRANT, place, compileContext.toJavaName(type));
        }
        List<Name> nameParts = declaration.name().parts().stream()
                .map(part -> Name.of(part.text(), place.span()))
                .toList();
        return new GrantedObject(
                new GrantTarget.NamedObjects(toSecuredKind(declaration.kind()), List.of(new QualifiedName(nameParts))),
                declaration.name().toString(),
                place);
    }

    private static SecuredKind toSecuredKind(Kind kind) {
        return switch (kind) {
            case TABLE, SNAPSHOT_TABLE, EXTERNAL -> SecuredKind.TABLE;
            case VIEW -> SecuredKind.VIEW;
            case MATERIALIZED_VIEW -> SecuredKind.MATERIALIZED_VIEW;
        };
    }

    /**
     * Reads a grant on all objects of a kind in the database of the schema.
     *
     * @param pluralName a constant of the annotation, such as {@code MATERIALIZED_VIEWS}
     */
    private static GrantedObject readAllObjects(String pluralName, Place place) {
        String pluralText = pluralName.replace('_', ' ');
        SecuredKind kind = Arrays.stream(SecuredKind.values())
                .filter(knownKind -> knownKind.plural().equals(pluralText))
                .findFirst()
                .orElseThrow();
        Name databaseName = Name.ofUnquoted(Placeholder.DATABASE.toString(), place.span());
        return new GrantedObject(new GrantTarget.AllObjects(kind, databaseName, false), "ALL " + pluralText, place);
    }

    /**
     * Reads a text that names objects, and returns each of them.
     *
     * @throws UnreadableDeclarationException if the text can't be parsed, which is reported
     */
    private List<GrantedObject> readNamedObjects(WrittenAnnotation.Text text) {
        GrantTarget target = new FragmentReader(findings).read(text, SqlFragment::parseGrantTarget);
        if (target == null) {
            throw UnreadableDeclarationException.ofReported();
        }
        if (target instanceof GrantTarget.ImpersonatedUsers users) {
            users.users().stream()
                    .filter(UserReference.NamedUser.class::isInstance)
                    .forEach(user -> findings.add(CompileRule.ROLE_USER, text.place(), user));
        }
        return splitTarget(target).stream()
                .map(singleTarget -> new GrantedObject(singleTarget, text.text().strip(), text.place()))
                .toList();
    }

    /** Returns a target for each object or function that a target names; any other target as it is. */
    private static List<GrantTarget> splitTarget(GrantTarget target) {
        if (target instanceof GrantTarget.NamedObjects namedObjects) {
            return namedObjects.names().stream()
                    .<GrantTarget>map(name -> new GrantTarget.NamedObjects(namedObjects.kind(), List.of(name)))
                    .toList();
        }
        if (target instanceof GrantTarget.NamedFunctions namedFunctions) {
            return namedFunctions.functions().stream()
                    .<GrantTarget>map(
                            function -> new GrantTarget.NamedFunctions(namedFunctions.kind(), List.of(function)))
                    .toList();
        }
        return List.of(target);
    }
}
