using Acornima.Ast;
using Jint;

namespace Platform.Oam.Plugins.Scripts;

/// <summary>
/// Runs before every script: takes away what isn't pure (clock, randomness, what depends on the machine) and what isn't needed, and
/// puts bounds on functions that do much work in a single call, between which no limit is looked at.
/// </summary>
internal static class ScriptPrelude
{
    private const string Source = """
        (function () {
          const apply = Reflect.apply, isArray = Array.isArray, longest = LONGEST, largest = LARGEST, names = Object.getOwnPropertyNames;
          const refuse = function (what) { throw new RangeError(what + ' would become too large'); };
          const list = function (value) { if (!isArray(value) || value.length > longest) refuse('the list'); return value; };
          const put = function (owner, name, value) { Object.defineProperty(owner, name, { value, writable: false, enumerable: false, configurable: false }); };
          const guard = function (owner, name, check) {
            const original = owner[name];
            if (typeof original === 'function') put(owner, name, function (...args) { check(this, args); return apply(original, this, args); });
          };
          const count = function (text, joined) {
            const replacement = typeof joined === 'function' ? '' : String(joined);
            const each = replacement.length + (replacement.includes('$') ? replacement.length * text.length : 0);
            if ((text.length + 1) * each > 16 * largest) refuse('the text');
          };

          const methods = Array.prototype;
          for (const name of names(methods)) {
            if (!['constructor', 'length', 'concat', 'join', 'flat'].includes(name)) guard(methods, name, self => { list(self); });
          }
          guard(methods, Symbol.iterator, self => { list(self); });
          guard(methods, 'concat', (self, args) => {
            let all = list(self).length;
            for (const part of args) all += isArray(part) ? part.length : 1;
            if (all > longest) refuse('the list');
          });
          put(methods, 'join', function (separator) {
            list(this);
            const between = separator === undefined ? ',' : String(separator);
            let text = '';
            for (let i = 0; i < this.length; i++) {
              if (i > 0) text += between;
              if (this[i] !== null && this[i] !== undefined) text += String(this[i]);
              if (text.length > largest) refuse('the text');
            }
            return text;
          });
          put(methods, 'flat', function (depth) {
            list(this);
            const result = [], levels = depth === undefined ? 1 : Number(depth);
            for (const item of this) {
              if (isArray(item) && levels >= 1) { for (const inner of item.flat(levels - 1)) { if (result.length >= longest) refuse('the list'); result.push(inner); } }
              else result.push(item);
            }
            return result;
          });
          const texts = String.prototype;
          guard(texts, 'repeat', (self, args) => { if (self.length * args[0] > largest) refuse('the text'); });
          guard(texts, 'padStart', (self, args) => { if (args[0] > largest) refuse('the text'); });
          guard(texts, 'padEnd', (self, args) => { if (args[0] > largest) refuse('the text'); });
          guard(texts, 'concat', (self, args) => {
            let all = self.length;
            for (const part of args) all += String(part).length;
            if (all > largest) refuse('the text');
          });
          guard(texts, 'replace', (self, args) => { count(String(self), args[1]); });
          guard(texts, 'replaceAll', (self, args) => { count(String(self), args[1]); });
          guard(RegExp.prototype, Symbol.replace, (self, args) => { count(String(args[0]), args[1]); });
          guard(Function.prototype, 'apply', (self, args) => { if (args[1] != null) list(args[1]); });
          guard(Array, 'from', (self, args) => { if (args[0] != null && args[0].length > longest) refuse('the list'); });

          delete String.raw; delete Math.random; delete Object.prototype.__defineGetter__; delete Object.prototype.__defineSetter__;
          delete Array.fromAsync; delete JSON.stringify; delete JSON.rawJSON; delete RegExp.prototype[Symbol.split];
          const kept = ['Object', 'Function', 'Array', 'String', 'Number', 'Boolean', 'Symbol', 'Math', 'JSON', 'RegExp', 'Map', 'Set', 'Error', 'RangeError',
            'TypeError', 'SyntaxError', 'ReferenceError', 'EvalError', 'URIError', 'NaN', 'Infinity', 'undefined', 'globalThis', 'isNaN', 'isFinite',
            'parseInt', 'parseFloat', 'encodeURIComponent', 'decodeURIComponent', 'encodeURI', 'decodeURI'];
          for (const name of names(globalThis)) if (!kept.includes(name)) delete globalThis[name];
        })();
        """;

    public static Prepared<Script> Script { get; } = Engine.PrepareScript(Source
        .Replace("LONGEST", $"{ScriptLimits.Elements}", StringComparison.Ordinal)
        .Replace("LARGEST", $"{ScriptLimits.Characters / 4}", StringComparison.Ordinal), strict: true);
}
