namespace Platform.Oam.Plugins.Scripts;

/// <summary>A script of a definition failed; the message is for who wrote it.</summary>
internal sealed class ScriptException(string message, Exception? inner = null) : Exception(message, inner);
