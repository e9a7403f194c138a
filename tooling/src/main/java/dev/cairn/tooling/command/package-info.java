/**
 * The arguments with which the plugins of build tools run a command. Start at {@link CommandArguments}. The
 * package does not use the other packages.
 */
@NullMarked
package dev.cairn.tooling.command;

import org.jspecify.annotations.NullMarked;
