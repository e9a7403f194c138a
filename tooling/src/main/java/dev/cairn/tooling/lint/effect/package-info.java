/**
 * What migrations do: their costs, what they block, lose and break, and the way back. Recording, plans and reports show
 * the same facts. Start reading at {@code ChangeEffects}.
 */
@NullMarked
package dev.cairn.tooling.lint.effect;

import org.jspecify.annotations.NullMarked;
