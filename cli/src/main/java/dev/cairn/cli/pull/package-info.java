/** From definitions to the sources of a project. Start at {@code ProjectSources}. */
@NullMarked
package dev.cairn.cli.pull;

import org.jspecify.annotations.NullMarked;
