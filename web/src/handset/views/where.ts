// The screens of a paired phone. `cover` is what a bystander sees in discreet mode.

export type Where = 'cover' | 'home' | 'details' | 'button' | 'timer' | 'text' | 'trip' | 'mine';
