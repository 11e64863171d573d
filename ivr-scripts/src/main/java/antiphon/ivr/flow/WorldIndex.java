package antiphon.ivr.flow;

/// What exists on this server, as the checker sees it. A miss is a warning: it may come later.
public interface WorldIndex {
    boolean mailboxExists(String number);

    boolean roomExists(String name);

    boolean musicExists(String musicClass);

    boolean settingExists(String name);
}
