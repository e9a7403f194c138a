package shop;

import static dev.cairn.annotation.access.Grant.Kind.*;
import static dev.cairn.annotation.access.Privilege.*;

import dev.cairn.annotation.access.*;

@Role
@Grant(value = INSERT, onAll = TABLES)
interface Loader {}
