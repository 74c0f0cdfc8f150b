// What the page knows of the workspace, and the way to the server.

export const workspace = { me: "", app: {}, users: new Map(), usergroups: new Map(), channels: new Map(), commands: [], shortcuts: [] };

const as = () => (workspace.me ? `as=${encodeURIComponent(workspace.me)}` : "");

export async function read(path, query = "") {
  const answer = await fetch(`/demo/${path}?${as()}&${query}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

export async function act(action, sent) {
  const answer = await fetch(`/demo/${action}?${as()}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(sent),
  });
  if (!answer.ok) return { trouble: `The demo's server answered ${answer.status}.` };
  return answer.json();
}

export async function load() {
  const known = await read("workspace");
  workspace.me = known.me;
  workspace.team = known.team;
  workspace.app = known.app;
  workspace.users = new Map(known.users.map((user) => [user.id, user]));
  workspace.usergroups = new Map(known.usergroups.map((group) => [group.id, group]));
  workspace.channels = new Map(known.channels.map((channel) => [channel.id, channel]));
  workspace.commands = known.commands;
  workspace.shortcuts = known.shortcuts;
}

export function listen(heard, lost) {
  const feed = new EventSource(`/demo/feed?${as()}`);
  feed.onmessage = (event) => heard(JSON.parse(event.data));
  feed.onopen = () => lost(false);
  feed.onerror = () => lost(true);
  return feed;
}

export const nameOf = (id) => workspace.users.get(id)?.profile.display_name ?? id;
export const groupName = (id) => workspace.usergroups.get(id)?.handle ?? id;
export const channelName = (id) => workspace.channels.get(id)?.name ?? id;
