package dev.cairn.processor.read;

import dev.cairn.processor.read.annotation.NullnessReader;
import java.util.List;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * The type of a parameter or a result. A method of a generic superinterface has the type arguments of the interface in
 * place of type variables. javac omits the annotations of a type variable that it replaces, so they are read from the
 * declaration.
 *
 * @param type the type in the interface, such as {@code Long}
 * @param declaredType the type as declared, such as {@code @Nullable K}
 */
record MemberType(TypeMirror type, TypeMirror declaredType) {
    /** Returns the type argument with this index, which the type must have. */
    MemberType typeArgument(int index) {
        TypeMirror argument = ((DeclaredType) type).getTypeArguments().get(index);
        List<? extends TypeMirror> declaredArguments =
                declaredType instanceof DeclaredType declared ? declared.getTypeArguments() : List.of();
        return new MemberType(argument, declaredArguments.size() > index ? declaredArguments.get(index) : argument);
    }

    /** Returns whether the values may be null; null if that is not declared. */
    @Nullable
    Boolean readNullness(boolean isNullMarked) {
        return Boolean.TRUE.equals(NullnessReader.readNullness(declaredType, isNullMarked))
                ? Boolean.TRUE
                : NullnessReader.readNullness(type, isNullMarked);
    }
}
