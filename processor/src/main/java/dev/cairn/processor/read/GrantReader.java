package dev.cairn.processor.read;

import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.DeclaredRole.DeclaredGrant;
import dev.cairn.processor.model.DeclaredRole.GrantedObject;
import dev.cairn.processor.model.DeclaredRole.GrantedPrivilege;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.FragmentReader;
import dev.cairn.processor.read.annotation.ReadAttempts;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.access.Privilege;
import dev.cairn.sql.access.SecuredKind;
import dev.cairn.sql.ast.AccessStatement.Target;
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
 * Reads {@code @Grant}.
 *
 * @param objects the objects of the schema
 * @param complete whether these are all of them
 */
record GrantReader(CompileContext compile, Findings findings, Map<JavaName, Declaration> objects, boolean complete) {
    private static final List<String> TARGETS = List.of("on", "onAll", "onObject");

    DeclaredGrant read(WrittenAnnotation grant) {
        List<String> present = TARGETS.stream()
                .filter(target -> !grant.values(target).isEmpty())
                .toList();
        if (present.isEmpty()) {
            findings.add(FindingCode.INCOMPLETE, grant.place(), "@Grant", "on, onAll or onObject");
        } else if (present.size() > 1) {
            findings.add(FindingCode.CONTRADICTION, grant.place(present.get(1)), present.get(0), present.get(1));
        }
        List<GrantedPrivilege> privileges = privileges(grant);
        if (privileges.isEmpty()) {
            findings.add(FindingCode.INCOMPLETE, grant.place(), "@Grant", "a privilege");
        }
        if (present.size() != 1 || privileges.isEmpty()) {
            throw UnreadableDeclarationException.ofReported();
        }
        List<GrantedObject> granted = new ArrayList<>();
        ReadAttempts attempts = new ReadAttempts();
        for (AnnotationValue value : grant.values("on")) {
            attempts.run(() -> granted.add(object(value, grant.place(value))));
        }
        for (AnnotationValue value : grant.values("onAll")) {
            granted.add(allObjects(WrittenAnnotation.constant(value), grant.place(value)));
        }
        for (WrittenAnnotation.Text text : grant.texts("onObject")) {
            attempts.run(() -> granted.addAll(namedObjects(text)));
        }
        attempts.failIfUnreadable();
        return new DeclaredGrant(privileges, granted, grant.flag("withGrantOption"));
    }

    private static List<GrantedPrivilege> privileges(WrittenAnnotation grant) {
        return grant.values("value").stream()
                .map(value ->
                        new GrantedPrivilege(Privilege.valueOf(WrittenAnnotation.constant(value)), grant.place(value)))
                .toList();
    }

    private GrantedObject object(AnnotationValue value, Place place) {
        TypeElement type = compile.namedType(value, place);
        if (type == null) {
            findings.add(FindingCode.GRANT_OBJECT, place, value.getValue());
            throw UnreadableDeclarationException.ofReported();
        }
        Declaration declaration = objects.get(compile.name(type));
        if (declaration == null) {
            if (complete) {
                findings.add(FindingCode.GRANT_OBJECT, place, compile.name(type));
            }
            throw UnreadableDeclarationException.ofReported();
        }
        if (declaration.kind() == Kind.EXTERNAL) {
            findings.add(FindingCode.EXTERNAL_GRANT, place, compile.name(type));
            throw UnreadableDeclarationException.ofReported();
        }
        List<Name> parts = declaration.name().parts().stream()
                .map(part -> new Name(part.text(), true, place.span()))
                .toList();
        return new GrantedObject(
                new Target.Named(kind(declaration.kind()), List.of(new QualifiedName(parts))),
                declaration.name().toString(),
                place);
    }

    private static SecuredKind kind(Kind kind) {
        return switch (kind) {
            case TABLE, SNAPSHOT_TABLE, EXTERNAL -> SecuredKind.TABLE;
            case VIEW -> SecuredKind.VIEW;
            case MATERIALIZED_VIEW -> SecuredKind.MATERIALIZED_VIEW;
        };
    }

    private static GrantedObject allObjects(String plural, Place place) {
        String written = plural.replace('_', ' ');
        SecuredKind kind = Arrays.stream(SecuredKind.values())
                .filter(knownKind -> knownKind.plural().equals(written))
                .findFirst()
                .orElseThrow();
        Name database = new Name(Placeholder.DATABASE.toString(), false, place.span());
        return new GrantedObject(new Target.All(kind, database, false), "ALL " + written, place);
    }

    /** The objects of a text: each of those that it names. */
    private List<GrantedObject> namedObjects(WrittenAnnotation.Text text) {
        Target target = new FragmentReader(findings).read(text, SqlFragment::grantTarget);
        if (target == null) {
            throw UnreadableDeclarationException.ofReported();
        }
        if (target instanceof Target.Users users) {
            users.users().stream()
                    .filter(UserReference.Named.class::isInstance)
                    .forEach(user -> findings.add(FindingCode.ROLE_USER, text.place(), user));
        }
        return singleTargets(target).stream()
                .map(singleTarget -> new GrantedObject(singleTarget, text.text().strip(), text.place()))
                .toList();
    }

    private static List<Target> singleTargets(Target target) {
        if (target instanceof Target.Named named) {
            return named.names().stream()
                    .<Target>map(name -> new Target.Named(named.kind(), List.of(name)))
                    .toList();
        }
        if (target instanceof Target.Functions functions) {
            return functions.functions().stream()
                    .<Target>map(function -> new Target.Functions(functions.kind(), List.of(function)))
                    .toList();
        }
        return List.of(target);
    }
}
