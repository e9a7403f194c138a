package dev.cairn.processor.read;

import dev.cairn.annotation.Queries;
import dev.cairn.annotation.Schema;
import dev.cairn.annotation.access.Role;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.read.annotation.AnnotationPlacement;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;

/**
 * Reports the roles and cluster objects that no schema of a compilation lists. It collects names of types in all
 * rounds, because another processor may generate the schema in a later round.
 *
 * <p>Without a schema, nothing is reported: a library may declare types that the schema of an application lists.
 */
public final class UnlistedTypeCheck {
    /** The roles that each role of the compilation includes. */
    private final Map<String, Set<String>> includedRolesByRole = new TreeMap<>();

    private final Set<String> listedRoles = new HashSet<>();
    private final Set<String> clusterObjects = new TreeSet<>();
    private final Set<String> listedClusterObjects = new HashSet<>();
    private final Set<String> queryRoles = new HashSet<>();
    private boolean hasSchema;
    private boolean hasUnresolvedTypes;

    /** Adds the annotated types of one round. */
    public void addTypes(Collection<TypeElement> types, CompileContext compileContext) {
        for (TypeElement type : types) {
            CairnAnnotations annotations = CairnAnnotations.of(compileContext.site(type, null));
            WrittenAnnotation schema = annotations.findFirst(Schema.class);
            if (schema != null) {
                hasSchema = true;
                addNamedTypes(schema, "roles", listedRoles);
                addNamedTypes(schema, "cluster", listedClusterObjects);
            }
            WrittenAnnotation queries = annotations.findFirst(Queries.class);
            if (queries != null) {
                addNamedTypes(queries, "role", queryRoles);
            }
            WrittenAnnotation role = annotations.findFirst(Role.class);
            if (role != null) {
                Set<String> includedNames = new HashSet<>();
                addNamedTypes(role, "includes", includedNames);
                includedRolesByRole.put(type.getQualifiedName().toString(), includedNames);
            }
            if (new ClusterObjectReader(compileContext, new Findings()).isClusterObject(type)) {
                clusterObjects.add(type.getQualifiedName().toString());
            }
        }
    }

    private void addNamedTypes(WrittenAnnotation annotation, String attribute, Set<String> names) {
        try {
            for (AnnotationValue value : annotation.values(attribute)) {
                if (value.getValue() instanceof DeclaredType namedType && namedType.getKind() == TypeKind.DECLARED) {
                    names.add(CompileContext.qualifiedName(namedType));
                } else {
                    hasUnresolvedTypes = true;
                }
            }
        } catch (UnreadableDeclarationException ignored) {
            hasUnresolvedTypes = true; // javac reports the missing type
        }
    }

    /**
     * Reports the types of all rounds that no schema lists. If an annotation names a type that is missing, nothing is
     * reported, because the missing type may be one of the unlisted types. A role that a listed role or a query
     * interface names is not reported, because that reference is already an error.
     */
    public void check(CompileContext compileContext, Findings findings) {
        if (!hasSchema || hasUnresolvedTypes) {
            return;
        }
        Set<String> namedRoles = new HashSet<>(listedRoles);
        namedRoles.addAll(queryRoles);
        listedRoles.forEach(role -> namedRoles.addAll(includedRolesByRole.getOrDefault(role, Set.of())));
        for (String role : includedRolesByRole.keySet()) {
            TypeElement type =
                    namedRoles.contains(role) ? null : compileContext.elements().getTypeElement(role);
            if (type != null) {
                reportUnlisted(
                        FindingCode.ROLE_WITHOUT_SCHEMA,
                        type,
                        Set.of(Role.class.getSimpleName()),
                        compileContext,
                        findings);
            }
        }
        clusterObjects.removeAll(listedClusterObjects);
        for (String object : clusterObjects) {
            TypeElement type = compileContext.elements().getTypeElement(object);
            if (type != null) {
                reportUnlisted(
                        FindingCode.CLUSTER_OBJECT_WITHOUT_SCHEMA,
                        type,
                        AnnotationPlacement.CLUSTER_OBJECT_ANNOTATIONS,
                        compileContext,
                        findings);
            }
        }
    }

    /** @param annotationNames the names of the annotations at which the type is reported */
    private static void reportUnlisted(
            FindingCode code,
            TypeElement type,
            Set<String> annotationNames,
            CompileContext compileContext,
            Findings findings) {
        CairnAnnotations annotations = CairnAnnotations.of(compileContext.site(type, null));
        if (annotations.allowedWarnings().stream()
                .noneMatch(allowedWarning -> allowedWarning.code().equals(code.code()))) {
            annotations.names().stream()
                    .filter(annotationNames::contains)
                    .forEach(name -> findings.add(code, annotations.place(name), compileContext.toJavaName(type)));
        }
    }
}
