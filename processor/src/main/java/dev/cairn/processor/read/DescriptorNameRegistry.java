package dev.cairn.processor.read;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import java.util.HashMap;
import java.util.Map;
import javax.lang.model.element.TypeElement;

/** The names of the classes that are generated from the types of a round. Each name belongs to one type. */
final class DescriptorNameRegistry {
    private final CompileContext compileContext;
    private final Findings findings;
    private final MemberReader memberReader;
    private final Map<JavaClassName, JavaClassName> typeNameByDescriptorName = new HashMap<>();

    /** @param memberReader excludes the types whose names are not available */
    DescriptorNameRegistry(CompileContext compileContext, Findings findings, MemberReader memberReader) {
        this.compileContext = compileContext;
        this.findings = findings;
        this.memberReader = memberReader;
    }

    /**
     * Claims the name of a descriptor for a type. Reports and excludes a type whose descriptor would have the name of
     * another descriptor, such as {@code Outer.Inner} and {@code OuterInner}, or the name of a source.
     *
     * @throws UnreadableDeclarationException if the type is excluded
     */
    void claim(JavaClassName descriptorName, TypeElement type) {
        JavaClassName typeName = compileContext.toJavaName(type);
        JavaClassName otherTypeName = typeNameByDescriptorName.putIfAbsent(descriptorName, typeName);
        if (otherTypeName != null || compileContext.sourceTypeNames().contains(descriptorName.qualifiedName())) {
            findings.add(CompileRule.DESCRIPTOR_NAME, compileContext.site(type).place(), descriptorName, typeName);
            memberReader.exclude(type);
            throw UnreadableDeclarationException.ofReported();
        }
    }
}
