/**
 * The files of a project: what a new one starts with, and sources that are added to one. Start at
 * {@link ProjectSources}.
 */
@NullMarked
package dev.cairn.tooling.project;

import org.jspecify.annotations.NullMarked;
