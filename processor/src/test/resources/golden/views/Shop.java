package shop;

import dev.cairn.annotation.Schema;

@Schema(
        name = "shop",
        value = {Account.class, ActiveAccount.class, AccountNames.class})
public interface Shop {}
