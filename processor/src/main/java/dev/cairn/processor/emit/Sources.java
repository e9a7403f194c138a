package dev.cairn.processor.emit;

import com.palantir.javapoet.JavaFile;
import dev.cairn.processor.model.JavaName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import javax.annotation.processing.Filer;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** Writes generated classes, each with the type that it was generated from, by which build tools know when it is stale. */
public final class Sources {
    private static final String GENERATED = "javax.annotation.processing.Generated";

    private final Filer filer;
    private final Elements elements;

    public Sources(Filer filer, Elements elements) {
        this.filer = filer;
        this.elements = elements;
    }

    /** Whether the code that is compiled sees the annotation of generated classes, for which a module must ask. */
    public boolean marks(JavaName from) {
        TypeElement type = elements.getTypeElement(from.qualified());
        return type != null && elements.getTypeElement(elements.getModuleOf(type), GENERATED) != null;
    }

    public void write(JavaFile file, JavaName name, JavaName from) {
        try (Writer out = filer.createSourceFile(name.qualified(), elements.getTypeElement(from.qualified()))
                .openWriter()) {
            out.write(file.toString());
        } catch (IOException failure) {
            throw new UncheckedIOException("Writing " + name, failure);
        }
    }
}
