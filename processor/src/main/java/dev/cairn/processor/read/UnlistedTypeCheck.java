package dev.cairn.processor.read;

import dev.cairn.annotation.Queries;
import dev.cairn.annotation.Schema;
import dev.cairn.annotation.access.Role;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.ClusterAnnotation;
import dev.cairn.processor.read.annotation.AnnotationPlacementCheck;
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
    private final Map<String, Set<String>> includedNamesByRoleName = new TreeMap<>();

    private final Set<String> listedRoleNames = new HashSet<>();
    private final Set<String> clusterObjectNames = new TreeSet<>();
    private final Set<String> listedClusterObjectNames = new HashSet<>();
    private final Set<String> queryRoleNames = new HashSet<>();
    private boolean hasSchema;
    private boolean hasUnresolvedTypes;

    /** Adds the annotated types of one round. */
    public void addTypes(Collection<TypeElement> types, CompileContext compileContext) {
        for (TypeElement type : types) {
            CairnAnnotations annotations = CairnAnnotations.of(compileContext.site(type));
            WrittenAnnotation schemaAnnotation = annotations.findFirst(Schema.class);
            if (schemaAnnotation != null) {
                hasSchema = true;
                addNamedTypes(schemaAnnotation, "roles", listedRoleNames);
                addNamedTypes(schemaAnnotation, "cluster", listedClusterObjectNames);
            }
            WrittenAnnotation queriesAnnotation = annotations.findFirst(Queries.class);
            if (queriesAnnotation != null) {
                addNamedTypes(queriesAnnotation, "role", queryRoleNames);
            }
            WrittenAnnotation roleAnnotation = annotations.findFirst(Role.class);
            if (roleAnnotation != null) {
                Set<String> includedNames = new HashSet<>();
                addNamedTypes(roleAnnotation, "includes", includedNames);
                includedNamesByRoleName.put(type.getQualifiedName().toString(), includedNames);
            }
            if (ClusterAnnotation.findAmong(annotations.names()).isPresent()) {
                clusterObjectNames.add(type.getQualifiedName().toString());
            }
        }
    }

    private void addNamedTypes(WrittenAnnotation annotation, String attributeName, Set<String> typeNames) {
        try {
            for (AnnotationValue value : annotation.values(attributeName)) {
                if (value.getValue() instanceof DeclaredType namedType && namedType.getKind() == TypeKind.DECLARED) {
                    typeNames.add(CompileContext.qualifiedName(namedType));
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
        Set<String> referencedRoleNames = new HashSet<>(listedRoleNames);
        referencedRoleNames.addAll(queryRoleNames);
        listedRoleNames.forEach(
                roleName -> referencedRoleNames.addAll(includedNamesByRoleName.getOrDefault(roleName, Set.of())));
        for (String roleName : includedNamesByRoleName.keySet()) {
            TypeElement type = referencedRoleNames.contains(roleName)
                    ? null
                    : compileContext.elements().getTypeElement(roleName);
            if (type != null) {
                reportUnlistedType(
                        CompileRule.ROLE_WITHOUT_SCHEMA,
                        type,
                        Set.of(Role.class.getSimpleName()),
                        compileContext,
                        findings);
            }
        }
        for (String objectName : clusterObjectNames) {
            TypeElement type = listedClusterObjectNames.contains(objectName)
                    ? null
                    : compileContext.elements().getTypeElement(objectName);
            if (type != null) {
                reportUnlistedType(
                        CompileRule.CLUSTER_OBJECT_WITHOUT_SCHEMA,
                        type,
                        AnnotationPlacementCheck.CLUSTER_OBJECT_ANNOTATIONS,
                        compileContext,
                        findings);
            }
        }
    }

    /** @param annotationNames the names of the annotations at which the type is reported */
    private static void reportUnlistedType(
            CompileRule rule,
            TypeElement type,
            Set<String> annotationNames,
            CompileContext compileContext,
            Findings findings) {
        CairnAnnotations annotations = CairnAnnotations.of(compileContext.site(type));
        if (!AllowedWarning.isAllowed(rule, annotations.allowedWarnings())) {
            annotations.names().stream()
                    .filter(annotationNames::contains)
                    .forEach(name -> findings.add(rule, annotations.place(name), compileContext.toJavaName(type)));
        }
    }
}
