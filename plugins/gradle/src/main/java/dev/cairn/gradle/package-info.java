/**
 * The plugin {@code dev.cairn} of Gradle. Its tasks translate properties into arguments of the command {@code cairn},
 * and run it in a process of its own, with the Java of the project's toolchain. Start with {@code CairnPlugin}.
 */
@NullMarked
package dev.cairn.gradle;

import org.jspecify.annotations.NullMarked;
